//! What the linker and wasm-bindgen leave in that nobody needs: messages and places of panics, exports nobody calls, long names
//! (docs/size.md).

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

use anyhow::Result;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{DataSection, ExportSection, ImportSection, Module};
use wasmparser::{
    Data, DataKind, DefinedDataSymbol, Export, Import, ImportSectionReader, KnownCustom, Linking, Operator, Parser,
    Payload, SymbolInfo,
};

/// The module without the exports that `used` does not know, and without paths and messages of panics.
pub fn slim(wasm: &[u8], paths: &Paths, used: impl Fn(&str) -> bool) -> Result<Vec<u8>> {
    let mut module = Module::new();
    Slimmer { used, paths }.parse_core_module(&mut module, Parser::new(0), wasm).map_err(reason)?;
    Ok(module.finish())
}

/// The paths of source files, each a symbol of its own of the linked module, so that the word before one is not taken for a part of it.
fn sources(linked: &[u8]) -> Result<BTreeSet<Vec<u8>>> {
    let (mut symbols, mut segments) = (Vec::<DefinedDataSymbol>::new(), Vec::new());
    for payload in Parser::new(0).parse_all(linked) {
        match payload? {
            Payload::DataSection(section) => {
                for datum in section {
                    segments.push(datum?.data);
                }
            }
            Payload::CustomSection(section) => {
                let KnownCustom::Linking(linking) = section.as_known() else { continue };
                for subsection in linking.subsections() {
                    let Linking::SymbolTable(table) = subsection? else { continue };
                    for symbol in table {
                        if let SymbolInfo::Data { symbol: Some(symbol), .. } = symbol? {
                            symbols.push(symbol);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let bytes = |symbol: &DefinedDataSymbol| {
        let (start, size) = (symbol.offset as usize, symbol.size as usize);
        segments.get(symbol.index as usize)?.get(start..start + size)?.strip_suffix(b"\0").map(<[u8]>::to_vec)
    };
    Ok(symbols.iter().filter_map(bytes).collect())
}

struct Slimmer<'a, F> {
    used: F,
    paths: &'a Paths,
}

impl<F: Fn(&str) -> bool> Reencode for Slimmer<'_, F> {
    type Error = std::convert::Infallible;

    fn parse_export(&mut self, exports: &mut ExportSection, export: Export<'_>) -> Outcome {
        if (self.used)(export.name) { reencode::utils::parse_export(self, exports, export) } else { Ok(()) }
    }

    fn parse_data(&mut self, data: &mut DataSection, datum: Data<'_>) -> Outcome {
        let bytes = self.paths.cleared(address(&datum).unwrap_or_default(), datum.data);
        reencode::utils::parse_data(self, data, Data { data: &bytes, ..datum })
    }
}

/// What the libraries say when they panic, and what the standard library says of files: nobody would read it.
const MESSAGES: &str = include_str!("messages.txt");

/// Where in memory the paths of source files lie: they say where a panic was, and nobody is told.
#[derive(Default)]
pub struct Paths(Vec<Range<u32>>);

impl Paths {
    /// Those in the data of both modules, which share one memory. Only whole symbols: the word before a path is no part of it.
    pub fn of(modules: &[&[u8]], linked: &[u8]) -> Result<Paths> {
        let sources = sources(linked)?;
        let mut paths = Paths::default();
        for wasm in modules {
            for payload in Parser::new(0).parse_all(wasm) {
                if let Payload::DataSection(section) = payload? {
                    for datum in section {
                        let datum = datum?;
                        paths.find(address(&datum)?, datum.data, |path| sources.contains(path));
                    }
                }
            }
        }
        Ok(paths)
    }

    fn find(&mut self, address: u32, data: &[u8], known: impl Fn(&[u8]) -> bool) {
        const END: &[u8] = b".rs\0";
        let in_path = |byte: &&u8| byte.is_ascii_alphanumeric() || b"/\\._-".contains(byte);
        for (at, _) in data.windows(END.len()).enumerate().filter(|(_, window)| *window == END) {
            let end = at + END.len() - 1;
            let length = data[..end].iter().rev().take_while(in_path).count();
            if known(&data[end - length..end]) {
                self.0.push(address + (end - length) as u32..address + end as u32);
            }
        }
    }

    /// The data without them, without the messages of panics, and without the `Location`s that name them: address, length, line, column. Zeros take no room in the file.
    fn cleared(&self, address: u32, data: &[u8]) -> Vec<u8> {
        let mut bytes = data.to_vec();
        let word = |at: usize| data.get(at..at + 4).and_then(|word| Some(u32::from_le_bytes(word.try_into().ok()?)));
        let first = (address as usize).next_multiple_of(4) - address as usize;
        for at in (first..data.len()).step_by(4) {
            let [Some(path), Some(length), Some(line), Some(column)] = [0, 4, 8, 12].map(|word_at| word(at + word_at))
            else {
                break;
            };
            // The linker lets a path that ends another begin in its middle.
            let named = |range: &Range<u32>| range.contains(&path) && path.checked_add(length) == Some(range.end);
            if (1..100_000).contains(&line) && (1..1_000).contains(&column) && self.0.iter().any(named) {
                bytes[at..at + 16].fill(0);
            }
        }
        for message in MESSAGES.lines() {
            while let Some(at) = bytes.windows(message.len()).position(|window| window == message.as_bytes()) {
                bytes[at..at + message.len()].fill(0);
            }
        }
        for path in &self.0 {
            if let (Some(start), Some(end)) = (path.start.checked_sub(address), path.end.checked_sub(address))
                && let Some(path) = bytes.get_mut(start as usize..end as usize)
            {
                path.fill(0);
            }
        }
        bytes
    }
}

/// Where in memory a segment begins; 0 where only running tells, which Rust's never do.
fn address(datum: &Data<'_>) -> Result<u32> {
    if let DataKind::Active { offset_expr, .. } = &datum.kind
        && let Operator::I32Const { value } = offset_expr.get_operators_reader().read()?
    {
        return Ok(value.cast_unsigned());
    }
    Ok(0)
}

/// Short names for what two modules and the glue call each other, the same everywhere.
pub struct Names(HashMap<String, String>);

impl Names {
    /// For the imports and exports of a module; short ones stay.
    pub fn of(wasm: &[u8]) -> Result<Names> {
        let mut names = HashMap::new();
        let mut add = |name: &str| {
            let short = format!("${}", base36(names.len()));
            // Names that are also words of JavaScript, or of the bundle's own surface (`mount`), are short already.
            if name.len() >= 12 && !names.contains_key(name) {
                names.insert(name.to_owned(), short);
            }
        };
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        add(import?.name);
                    }
                }
                Payload::ExportSection(section) => {
                    for export in section {
                        add(export?.name);
                    }
                }
                _ => {}
            }
        }
        Ok(Names(names))
    }

    fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// The module with its imports and exports renamed.
    pub fn in_module(&self, wasm: &[u8]) -> Result<Vec<u8>> {
        let mut module = Module::new();
        Renamer(self).parse_core_module(&mut module, Parser::new(0), wasm).map_err(reason)?;
        Ok(module.finish())
    }

    /// The script with every one of the names replaced where it stands as a whole word.
    pub fn in_script(&self, script: &str) -> String {
        let mut out = String::with_capacity(script.len());
        for word in words(script) {
            out.push_str(self.get(word));
        }
        out
    }
}

struct Renamer<'a>(&'a Names);

impl Reencode for Renamer<'_> {
    type Error = std::convert::Infallible;

    fn parse_import_section(&mut self, imports: &mut ImportSection, section: ImportSectionReader<'_>) -> Outcome {
        for import in section.into_imports() {
            let import = import?;
            let name = self.0.get(import.name);
            reencode::utils::parse_import(self, imports, Import { name, ..import })?;
        }
        Ok(())
    }

    fn parse_export(&mut self, exports: &mut ExportSection, export: Export<'_>) -> Outcome {
        let name = self.0.get(export.name);
        reencode::utils::parse_export(self, exports, Export { name, ..export })
    }
}

type Outcome = Result<(), reencode::Error>;

pub fn reason(error: reencode::Error) -> anyhow::Error {
    anyhow::anyhow!("the module cannot be rewritten: {error}")
}

/// The names that a module still imports.
pub fn imports(wasm: &[u8]) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ImportSection(section) = payload? {
            for import in section.into_imports() {
                names.insert(import?.name.to_owned());
            }
        }
    }
    Ok(names)
}

/// Words and what stands between them, in order.
pub fn words(script: &str) -> impl Iterator<Item = &str> {
    let mut rest = script;
    std::iter::from_fn(move || {
        let in_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        let first = in_word(rest.chars().next()?);
        let end = rest.find(|c| in_word(c) != first).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

fn base36(mut number: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut digits = Vec::new();
    loop {
        digits.push(char::from(DIGITS[number % 36]));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, EntityType, ExportKind, Function, FunctionSection, NameMap, NameSection, TypeSection,
    };

    /// A module that imports one function and defines `names`, each exported under its own name.
    fn module(import: &str, names: &[&str]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("js", import, EntityType::Function(0));
        let (mut functions, mut exports, mut code) = (FunctionSection::new(), ExportSection::new(), CodeSection::new());
        let mut map = NameMap::new();
        for (at, name) in names.iter().enumerate() {
            functions.function(0);
            exports.export(name, ExportKind::Func, at as u32 + 1);
            let mut body = Function::new([]);
            body.instructions().call(0).end();
            code.function(&body);
            map.append(at as u32 + 1, name);
        }
        let mut names = NameSection::new();
        names.functions(&map);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&exports).section(&code).section(&names);
        module.finish()
    }

    /// The operators of each function, by the name it is exported under.
    fn bodies(wasm: &[u8]) -> Vec<(String, usize)> {
        let (mut exports, mut sizes) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.unwrap() {
                Payload::ExportSection(section) => {
                    exports.extend(section.into_iter().map(|export| {
                        let export = export.unwrap();
                        (export.name.to_owned(), export.index as usize)
                    }));
                }
                Payload::CodeSectionEntry(body) => {
                    sizes.push(usize::try_from(body.range().end - body.range().start).unwrap())
                }
                _ => {}
            }
        }
        exports.into_iter().map(|(name, index)| (name, sizes[index - 1])).collect()
    }

    #[test]
    fn paths_and_the_locations_that_name_them_go_and_what_stands_around_them_stays() {
        let mut data = b"order 7\0/rustc/library/core/src/str/mod.rs\0x.rs close\0\0\0".to_vec();
        let (start, path) = (1_000, b"/rustc/library/core/src/str/mod.rs".len() as u32);
        let at = data.len();
        assert_eq!(at % 4, 0);
        data.extend(b"file too large\0\0");
        // A location, one that begins within the path, and two words that only look like the beginning of one.
        for words in [[start + 8, path, 12, 5], [start + 8 + path - 6, 6, 3, 9], [start + 8, path - 1, 12, 5]] {
            data.extend(words.into_iter().flat_map(u32::to_le_bytes));
        }
        let mut paths = Paths::default();
        paths.find(start, &data, |path| path.starts_with(b"/rustc"));
        let left = paths.cleared(start, &data);
        assert_eq!(left.len(), data.len());
        let words: Vec<_> = left[..at].split(|byte| *byte == 0).filter(|word| !word.is_empty()).collect();
        assert_eq!(words, [&b"order 7"[..], b"x.rs close"]);
        assert_eq!(left[at..at + 16], [0; 16], "a message");
        let at = at + 16;
        assert!(left[at..at + 32].iter().all(|byte| *byte == 0));
        assert_eq!(left[at + 32..], data[at + 32..]);
    }

    #[test]
    fn an_export_that_nobody_uses_goes() {
        let wasm = module("log", &["mount", "intounderlyingsink_write"]);
        let left = bodies(&slim(&wasm, &Paths::default(), |name| name == "mount").unwrap());
        assert_eq!(left.into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["mount"]);
    }

    #[test]
    fn long_names_are_short_in_module_and_script_alike_and_short_ones_stay() {
        let wasm = module("__wbg_log_0123456789abcdef", &["mount", "__wbindgen_malloc"]);
        let names = Names::of(&wasm).unwrap();
        let renamed = names.in_module(&wasm).unwrap();
        assert_eq!(imports(&renamed).unwrap().into_iter().collect::<Vec<_>>(), ["$0"]);
        let script = "{ __wbg_log_0123456789abcdef: f, __wbg_log_0123456789abcdef_2: g } wasm.__wbindgen_malloc(mount)";
        assert_eq!(names.in_script(script), "{ $0: f, __wbg_log_0123456789abcdef_2: g } wasm.$1(mount)");
        assert_eq!(bodies(&renamed).into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["mount", "$1"]);
    }
}
