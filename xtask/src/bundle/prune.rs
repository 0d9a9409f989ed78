//! What the linked module calls only to tell a developer something falls silent before it is taken apart: panics become traps, `Debug` and
//! `Display` output is empty, classes that nothing makes do nothing (docs/size.md).
//!
//! Before, because the splitter follows the linker's relocations: what only such a function led to, code and data, then goes with it, or to
//! the module that really needs it. Bodies are overwritten where they stand, so that every offset in the file stays true.

use std::{collections::BTreeMap, ops::Range};

use anyhow::{Result, bail};
use wasm_encoder::Encode;
use wasmparser::{KnownCustom, Linking, Name, Parser, Payload, RelocSectionReader, SymbolInfo, TypeRef};

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

/// The linked module with all of these hushed, and with the exports that `unused` names.
pub fn prune(linked: &[u8], unused: impl Fn(&str) -> bool) -> Result<Vec<u8>> {
    let module = Module::read(linked, unused)?;
    let mut hushed = Vec::new();
    let mut bytes = linked.to_vec();
    for (index, stub) in &module.stubs {
        let Some(body) = index.checked_sub(module.imported).and_then(|at| module.bodies.get(at as usize)) else {
            continue;
        };
        if stub.write(&mut bytes[body.clone()]) {
            hushed.push(body.clone());
        }
    }
    let Some(relocations) = &module.relocations else {
        bail!("the linked module does not say what its code refers to")
    };
    let section = relocations.without(&hushed, module.code, &bytes)?;
    bytes.splice(relocations.section.clone(), section);
    Ok(bytes)
}

/// Fails where something would be formatted after all (`format!`, `to_string()` of a number): it would come out empty.
pub fn expect_no_formatting(wasm: &[u8]) -> Result<()> {
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::CustomSection(section) = payload? else { continue };
        let KnownCustom::Name(names) = section.as_known() else { continue };
        for subsection in names {
            let Name::Function(functions) = subsection? else { continue };
            for naming in functions {
                let name = plain(naming?.name);
                if ["core::fmt::write", "alloc::fmt::format::format_inner"].contains(&name.as_str()) {
                    bail!(
                        "the widget formats something ({name}), which the bundle leaves empty: use `[…].concat()` and `json::digits`"
                    );
                }
            }
        }
    }
    Ok(())
}

/// What takes the place of a function's body.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stub {
    /// It would have ended in a panic, or nobody calls it.
    Trap,
    /// It would have written for a developer; it says that all went well and writes nothing.
    Silence,
}

impl Stub {
    /// Overwrites a body; whether it is long enough for that.
    fn write(self, body: &mut [u8]) -> bool {
        let code: &[u8] = match self {
            Stub::Trap => &[0x00, 0x0b],          // unreachable, end
            Stub::Silence => &[0x41, 0x00, 0x0b], // i32.const 0, end
        };
        let Some(start) = body.len().checked_sub(code.len()).filter(|start| *start > 0) else { return false };
        let (before, end) = body.split_at_mut(start);
        before.fill(0x01); // nop
        before[0] = 0; // no locals
        end.copy_from_slice(code);
        true
    }
}

/// Where things lie in the linked file.
#[derive(Default)]
struct Module {
    /// How many functions are imported: bodies are counted from there.
    imported: u32,
    bodies: Vec<Range<usize>>,
    /// Where the contents of the code section begin: its relocations count from there.
    code: usize,
    relocations: Option<Relocations>,
    /// By function index.
    stubs: BTreeMap<u32, Stub>,
}

impl Module {
    fn read(linked: &[u8], unused: impl Fn(&str) -> bool) -> Result<Module> {
        let mut module = Module::default();
        let mut names = BTreeMap::<u32, Vec<Option<Stub>>>::new();
        let mut end = 0;
        for payload in Parser::new(0).parse_all(linked) {
            let payload = payload?;
            let start = end;
            if let Some((_, range)) = payload.as_section() {
                end = usize::try_from(range.end)?;
            }
            match payload {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        module.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export?;
                        if unused(export.name) {
                            module.stubs.insert(export.index, Stub::Trap);
                        }
                    }
                }
                Payload::CodeSectionStart { range, .. } => module.code = usize::try_from(range.start)?,
                Payload::CodeSectionEntry(body) => module.bodies.push(within(body.range())?),
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(linking) => {
                        for subsection in linking.subsections() {
                            let Linking::SymbolTable(table) = subsection? else { continue };
                            for symbol in table {
                                let SymbolInfo::Func { index, name: Some(name), .. } = symbol? else { continue };
                                let name = plain(&format!("{:#}", rustc_demangle::demangle(name)));
                                names.entry(index).or_default().push(stub(&name));
                            }
                        }
                    }
                    KnownCustom::Reloc(reader) if section.name() == "reloc.CODE" => {
                        module.relocations = Some(Relocations::read(start..end, section.name(), &reader)?);
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        module.stubs.extend(names.into_iter().filter_map(|(index, stubs)| Some((index, merged(stubs)?))));
        Ok(module)
    }
}

/// The stub for a function of several names. LLVM merges functions that are the same code, and one of them may have to live: a `Display` can
/// be the code of a `Debug`.
fn merged(stubs: Vec<Option<Stub>>) -> Option<Stub> {
    let first = *stubs.first()?;
    first.filter(|_| stubs.iter().all(|stub| *stub == first))
}

/// The section that says what the code refers to.
struct Relocations {
    /// With its header.
    section: Range<usize>,
    /// Its name and the section it is about, as they stand in the file.
    head: Vec<u8>,
    /// Where each entry lies in the file, and what place in the code it is about.
    entries: Vec<(Range<usize>, usize)>,
}

impl Relocations {
    fn read(section: Range<usize>, name: &str, reader: &RelocSectionReader<'_>) -> Result<Relocations> {
        let mut head = Vec::new();
        name.encode(&mut head);
        reader.section_index().encode(&mut head);
        let mut entries = Vec::<(Range<usize>, usize)>::new();
        for entry in reader.entries().into_iter_with_offsets() {
            let (at, entry) = entry?;
            let at = usize::try_from(at)?;
            if let Some((range, _)) = entries.last_mut() {
                range.end = at;
            }
            entries.push((at..section.end, entry.offset as usize));
        }
        Ok(Relocations { section, head, entries })
    }

    /// The section without what is about one of these bodies.
    fn without(&self, bodies: &[Range<usize>], code: usize, file: &[u8]) -> Result<Vec<u8>> {
        let mut bodies = bodies.to_vec();
        bodies.sort_by_key(|body| body.start);
        let gone = |place: usize| {
            let next = bodies.partition_point(|body| body.end <= place);
            bodies.get(next).is_some_and(|body| body.contains(&place))
        };
        let kept: Vec<_> = self.entries.iter().filter(|(_, offset)| !gone(code + offset)).collect();
        let mut contents = self.head.clone();
        u32::try_from(kept.len())?.encode(&mut contents);
        for (range, _) in kept {
            contents.extend_from_slice(&file[range.clone()]);
        }
        let mut section = vec![0]; // a custom section
        contents.encode(&mut section);
        Ok(section)
    }
}

fn within(range: Range<u64>) -> Result<Range<usize>> {
    Ok(usize::try_from(range.start)?..usize::try_from(range.end)?)
}

/// A demangled name without the hashes that crates and functions carry: `core[c5930c85a12de822]::panicking::panic_fmt`, `…::h14…`.
fn plain(name: &str) -> String {
    let is_hash = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let name = name.rsplit_once("::h").filter(|(_, hash)| is_hash(hash)).map_or(name, |(name, _)| name);
    let mut plain = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        match after.split_once(']') {
            Some((hash, after)) if is_hash(hash) => rest = after,
            _ => {
                plain.push('[');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// The stub for a function of this plain name.
fn stub(name: &str) -> Option<Stub> {
    if name.starts_with("core::panicking::") || PANICS.iter().any(|panic| name.ends_with(panic)) {
        return Some(Stub::Trap);
    }
    // `fmt(&self, &mut Formatter) -> Result<(), Error>`, always (i32, i32) -> i32, where 0 is Ok.
    [" as core::fmt::Debug>::fmt", " as core::fmt::Display>::fmt", " as core::fmt::Pointer>::fmt"]
        .iter()
        .any(|fmt| name.ends_with(fmt))
        .then_some(Stub::Silence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, CustomSection, EntityType, ExportKind, ExportSection, FunctionSection, ImportSection,
        LinkingSection, Module as Encoded, SymbolTable, TypeSection,
    };
    use wasmparser::Operator;

    /// A linked module: `log` is imported, and each of the functions calls it and names it as what it refers to.
    fn linked(names: &[&str]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("js", "log", EntityType::Function(0));
        let (mut functions, mut exports, mut code) = (FunctionSection::new(), ExportSection::new(), CodeSection::new());
        let (mut symbols, mut relocations) = (SymbolTable::new(), Vec::new());
        symbols.function(SymbolTable::WASM_SYM_UNDEFINED, 0, None);
        // After the count of functions.
        let mut place = 1;
        for (at, name) in names.iter().enumerate() {
            functions.function(0);
            exports.export(name, ExportKind::Func, at as u32 + 1);
            symbols.function(0, at as u32 + 1, Some(name));
            // No locals, a call whose target takes five bytes as the linker writes it, `end`.
            code.raw(&[0, 0x10, 0x80, 0x80, 0x80, 0x80, 0x00, 0x01, 0x0b]);
            // Its length, then locals and opcode; type 0 is a function's index.
            relocations.extend([0, place + 3, 0]);
            place += 10;
        }
        let mut linking = LinkingSection::new();
        linking.symbol_table(&symbols);
        // The code is the fifth section; entries are counted.
        let mut data = vec![4, names.len() as u8];
        data.append(&mut relocations);
        let mut module = Encoded::new();
        module.section(&types).section(&imports).section(&functions).section(&exports).section(&code).section(&linking);
        module.section(&CustomSection { name: "reloc.CODE".into(), data: data.into() });
        module.finish()
    }

    /// What each function does, and how many places of the code refer to something.
    fn read(wasm: &[u8]) -> (Vec<Vec<String>>, usize) {
        let (mut bodies, mut relocations) = (Vec::new(), 0);
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.unwrap() {
                Payload::CodeSectionEntry(body) => {
                    let operators = body.get_operators_reader().unwrap().into_iter().map(|operator| operator.unwrap());
                    let told = operators.filter(|operator| !matches!(operator, Operator::Nop | Operator::End));
                    bodies.push(told.map(|operator| format!("{operator:?}")).collect());
                }
                Payload::CustomSection(section) => {
                    if let KnownCustom::Reloc(reader) = section.as_known() {
                        relocations += reader.entries().count() as usize;
                    }
                }
                _ => {}
            }
        }
        (bodies, relocations)
    }

    #[test]
    fn what_is_hushed_refers_to_nothing_any_more_and_everything_else_stays() {
        let wasm = linked(&[
            "core[c5930c85a12de822]::panicking::panic_fmt",
            "core::option::map",
            "<str as core::fmt::Debug>::fmt",
            "sink_write",
        ]);
        let (bodies, relocations) = read(&prune(&wasm, |export| export == "sink_write").unwrap());
        let call = ["Call { function_index: 0 }".to_owned()];
        assert_eq!(bodies[0], ["Unreachable"]);
        assert_eq!(bodies[1], call);
        assert_eq!(bodies[2], ["I32Const { value: 0 }"]);
        assert_eq!(bodies[3], ["Unreachable"]);
        assert_eq!(relocations, 1);
        assert_eq!(read(&wasm).1, 4);
    }

    #[test]
    fn a_module_without_relocations_is_an_error_and_not_a_guess() {
        let wasm = Encoded::new().finish();
        assert!(prune(&wasm, |_| false).is_err());
    }

    #[test]
    fn a_function_that_also_goes_by_a_name_that_lives_stays() {
        let stubs = |names: &[&str]| merged(names.iter().map(|name| stub(name)).collect());
        assert_eq!(stubs(&["<u8 as core::fmt::Debug>::fmt", "<i8 as core::fmt::Debug>::fmt"]), Some(Stub::Silence));
        assert_eq!(stubs(&["<u8 as core::fmt::Debug>::fmt", "<u8 as core::fmt::LowerHex>::fmt"]), None);
    }

    #[test]
    fn a_widget_that_formats_something_is_an_error() {
        let named = |name: &str| {
            let mut functions = wasm_encoder::NameMap::new();
            functions.append(0, name);
            let mut names = wasm_encoder::NameSection::new();
            names.functions(&functions);
            let mut module = wasm_encoder::Module::new();
            module.section(&names);
            module.finish()
        };
        let error = expect_no_formatting(&named("core[c5930c85a12de822]::fmt::write")).unwrap_err().to_string();
        assert!(error.contains("core::fmt::write"), "{error}");
        assert!(expect_no_formatting(&named("redress::ui::app::h1427f7fc58ba3d01")).is_ok());
    }

    #[test]
    fn only_what_never_returns_traps_and_only_what_formats_falls_silent() {
        assert_eq!(stub("core::panicking::panic_bounds_check"), Some(Stub::Trap));
        let stub = |name: &str| stub(&plain(name));
        assert_eq!(stub("core[c5930c85a12de822]::result::unwrap_failed"), Some(Stub::Trap));
        assert_eq!(stub("__rustc[b7974e8690430dd9]::rust_panic"), Some(Stub::Trap));
        assert_eq!(stub("<[u8] as core[c5930c85a12de822]::fmt::Debug>::fmt"), Some(Stub::Silence));
        assert_eq!(stub("<str as core::fmt::Debug>::fmt::h1427f7fc58ba3d01"), Some(Stub::Silence));
        // This one returns where the caller asked for an error instead.
        assert_eq!(stub("<hashbrown[5e619d7d1129c59f]::raw::Fallibility>::capacity_overflow"), None);
        assert_eq!(stub("<i32 as core::fmt::Display>::fmt"), Some(Stub::Silence));
        assert_eq!(stub("redress::ui::text::Display::fmt"), None);
        assert_eq!(stub("<str as core::fmt::Debug>::fmt::{closure#0}"), None);
    }
}
