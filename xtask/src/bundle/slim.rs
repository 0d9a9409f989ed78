//! What the linker and wasm-bindgen leave in that nobody needs: messages of panics, `Debug` output, exports nobody calls, long names
//! (docs/size.md).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::Result;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CodeSection, ExportSection, Function, ImportSection, Module};
use wasmparser::{Export, FunctionBody, Import, ImportSectionReader, KnownCustom, Name, Parser, Payload};

/// Functions that only end in a panic, by the end of their names. A panic traps with or without its message: the widget sets no hook, so
/// that nobody would read it.
const PANICS: [&str; 15] = [
    "::unwrap_failed",
    "::expect_failed",
    "::slice_index_fail",
    "::slice_error_fail",
    "::slice_error_fail_rt",
    "::len_mismatch_fail",
    "::panic_already_borrowed",
    "::panic_already_mutably_borrowed",
    "::panic_access_error",
    "::panic_poisoned",
    "::begin_panic::<&str>",
    "alloc::raw_vec::capacity_overflow",
    "alloc::alloc::handle_alloc_error",
    "__rustc::rust_panic",
    "std::panicking::panic_with_hook",
];

/// The module without the exports that `used` does not know, with traps for panics and with empty `Debug` output.
pub fn slim(wasm: &[u8], used: impl Fn(&str) -> bool) -> Result<Vec<u8>> {
    let (first, stubs) = stubs(wasm)?;
    let mut slimmer = Slimmer { used, stubs, next: first };
    let mut module = Module::new();
    slimmer.parse_core_module(&mut module, Parser::new(0), wasm).map_err(reason)?;
    Ok(module.finish())
}

/// What takes the place of a function's body.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stub {
    /// It would have ended in a panic.
    Trap,
    /// It would have written for a developer; it says that all went well and writes nothing.
    Silence,
}

/// How many functions are imported, and the stubs by function index.
fn stubs(wasm: &[u8]) -> Result<(u32, BTreeMap<u32, Stub>)> {
    let (mut imported, mut stubs) = (0, BTreeMap::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CustomSection(section) => {
                let KnownCustom::Name(names) = section.as_known() else { continue };
                for name in names {
                    let Name::Function(functions) = name? else { continue };
                    for function in functions {
                        let function = function?;
                        if let Some(stub) = stub(function.name).filter(|_| function.index >= imported) {
                            stubs.insert(function.index, stub);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    Ok((imported, stubs))
}

/// The stub for a function of this demangled name. Crates carry hashes: `core[c5930c85a12de822]::panicking::panic_fmt`.
fn stub(name: &str) -> Option<Stub> {
    let mut plain = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        match after.split_once(']') {
            Some((hash, after)) if hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                rest = after
            }
            _ => {
                plain.push('[');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    if plain.starts_with("core::panicking::") || PANICS.iter().any(|panic| plain.ends_with(panic)) {
        return Some(Stub::Trap);
    }
    // `fmt(&self, &mut Formatter) -> Result<(), Error>`, always (i32, i32) -> i32, where 0 is Ok.
    let (_, hashless) = plain.split_once(" as core::fmt::Debug>::fmt")?;
    (hashless.is_empty() || hashless.starts_with("::h")).then_some(Stub::Silence)
}

struct Slimmer<F> {
    used: F,
    stubs: BTreeMap<u32, Stub>,
    /// Index of the next function body.
    next: u32,
}

impl<F: Fn(&str) -> bool> Reencode for Slimmer<F> {
    type Error = std::convert::Infallible;

    fn parse_export(&mut self, exports: &mut ExportSection, export: Export<'_>) -> Outcome {
        if (self.used)(export.name) { reencode::utils::parse_export(self, exports, export) } else { Ok(()) }
    }

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Outcome {
        let index = self.next;
        self.next += 1;
        let Some(stub) = self.stubs.get(&index) else {
            return reencode::utils::parse_function_body(self, code, body);
        };
        let mut short = Function::new([]);
        match stub {
            Stub::Trap => short.instructions().unreachable().end(),
            Stub::Silence => short.instructions().i32_const(0).end(),
        };
        code.function(&short);
        Ok(())
    }
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

fn reason(error: reencode::Error) -> anyhow::Error {
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
    use wasm_encoder::{EntityType, ExportKind, FunctionSection, NameMap, NameSection, TypeSection};

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
    fn a_panic_becomes_a_trap_and_everything_else_stays() {
        let wasm = module("log", &["core[c5930c85a12de822]::panicking::panic_fmt", "core::option::map"]);
        // No locals, `unreachable`, `end`: three bytes. The call takes one more.
        let slimmed = bodies(&slim(&wasm, |_| true).unwrap());
        assert_eq!(slimmed.iter().map(|(_, size)| *size).collect::<Vec<_>>(), [3, 4]);
    }

    #[test]
    fn an_export_that_nobody_uses_goes() {
        let wasm = module("log", &["mount", "intounderlyingsink_write"]);
        let left = bodies(&slim(&wasm, |name| name == "mount").unwrap());
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

    #[test]
    fn only_what_never_returns_traps_and_only_debug_output_falls_silent() {
        assert_eq!(stub("core::panicking::panic_bounds_check"), Some(Stub::Trap));
        assert_eq!(stub("core[c5930c85a12de822]::result::unwrap_failed"), Some(Stub::Trap));
        assert_eq!(stub("__rustc[b7974e8690430dd9]::rust_panic"), Some(Stub::Trap));
        assert_eq!(stub("<[u8] as core[c5930c85a12de822]::fmt::Debug>::fmt"), Some(Stub::Silence));
        assert_eq!(stub("<str as core::fmt::Debug>::fmt::h1427f7fc58ba3d01"), Some(Stub::Silence));
        // This one returns where the caller asked for an error instead.
        assert_eq!(stub("<hashbrown[5e619d7d1129c59f]::raw::Fallibility>::capacity_overflow"), None);
        assert_eq!(stub("<i32 as core::fmt::Display>::fmt"), None);
        assert_eq!(stub("<str as core::fmt::Debug>::fmt::{closure#0}"), None);
    }
}
