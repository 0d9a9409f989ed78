//! The order of a module's functions: each beside the one most like it. Brotli refers to what stands near in fewer bits: 1.3 per cent less
//! than in the order of their names (docs/size.md).
//!
//! Functions are alike where they share runs of bytes. How many they share is estimated by MinHash (Broder, "On the resemblance and
//! containment of documents", 1997): the share of equal minima over many hashes of all runs.

use std::ops::Range;

use anyhow::Result;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

use super::slim::reason;

/// Bytes of a run: an instruction or two.
const RUN: usize = 5;
/// More tell likeness better: with 24 the code was 0.4 per cent larger. More than these were not tried.
const HASHES: usize = 48;

type Minima = [u32; HASHES];

/// The module with its functions in an order that compresses well. The same module gives the same bytes.
pub fn by_likeness(wasm: &[u8]) -> Result<Vec<u8>> {
    let (mut imported, mut bodies) = (0, Vec::<Range<usize>>::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                let range = body.range();
                bodies.push(usize::try_from(range.start)?..usize::try_from(range.end)?);
            }
            _ => {}
        }
    }
    let bodies: Vec<_> = bodies.into_iter().map(|range| &wasm[range]).collect();
    let order = order(&bodies);
    let mut places = vec![0; order.len()];
    for (place, at) in order.iter().enumerate() {
        places[*at] = u32::try_from(place)?;
    }
    let mut module = Module::new();
    let mut mover = Mover { imported, order, places };
    mover.parse_core_module(&mut module, Parser::new(0), wasm).map_err(reason)?;
    Ok(module.finish())
}

/// From the first function always on to the one that is most like the last and, of several, nearest in length.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let minima: Vec<Minima> = bodies.iter().map(|body| minima(body)).collect();
    let mut left: Vec<usize> = (1..bodies.len()).collect();
    let mut order: Vec<usize> = (0..bodies.len().min(1)).collect();
    while let Some(last) = order.last().copied().filter(|_| !left.is_empty()) {
        let unlike = |at: usize| {
            let shared = minima[at].iter().zip(&minima[last]).filter(|(one, other)| one == other).count();
            (HASHES - shared, bodies[at].len().abs_diff(bodies[last].len()), at)
        };
        let next = (0..left.len()).min_by_key(|place| unlike(left[*place])).unwrap_or_default();
        order.push(left.swap_remove(next));
    }
    order
}

fn minima(body: &[u8]) -> Minima {
    let mut minima = [u32::MAX; HASHES];
    for run in body.windows(RUN) {
        let run = run.iter().fold(0_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add((*byte).into()));
        for (seed, minimum) in (1_u32..).zip(&mut minima) {
            *minimum = (*minimum).min(mixed(run ^ seed.wrapping_mul(0x9e37_79b9)));
        }
    }
    minima
}

/// The end of MurmurHash3: every bit of the input changes about half of the output's.
fn mixed(bits: u32) -> u32 {
    let bits = (bits ^ (bits >> 16)).wrapping_mul(0x85eb_ca6b);
    let bits = (bits ^ (bits >> 13)).wrapping_mul(0xc2b2_ae35);
    bits ^ (bits >> 16)
}

struct Mover {
    imported: u32,
    /// Place → which function comes there, of those that the module defines.
    order: Vec<usize>,
    /// Function → its place.
    places: Vec<u32>,
}

impl Reencode for Mover {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, index: u32) -> Result<u32, reencode::Error> {
        let defined = index.checked_sub(self.imported);
        Ok(defined.map_or(index, |defined| self.imported + self.places[defined as usize]))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        let types = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for at in &self.order {
            functions.function(types[*at]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for at in self.order.clone() {
            self.parse_function_body(code, bodies[at].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ExportKind, ExportSection, Function, TypeSection};
    use wasmparser::Operator;

    /// Functions that add a constant so many times, exported by their place; the last one calls the first.
    fn module(constants: &[(i32, usize)]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let (mut functions, mut exports, mut code) = (FunctionSection::new(), ExportSection::new(), CodeSection::new());
        for (at, (constant, times)) in constants.iter().enumerate() {
            functions.function(0);
            exports.export(&at.to_string(), ExportKind::Func, at as u32);
            let mut body = Function::new([]);
            for _ in 0..*times {
                body.instructions().i32_const(*constant).i32_const(0x0123_4567).i32_add().drop();
            }
            if at + 1 == constants.len() {
                body.instructions().call(0);
            }
            body.instructions().end();
            code.function(&body);
        }
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&exports).section(&code);
        module.finish()
    }

    /// A function's first constant, and what it calls.
    type Told = (i32, Option<u32>);

    /// The functions in order, and what is exported.
    fn read(wasm: &[u8]) -> (Vec<Told>, Vec<(String, u32)>) {
        let (mut bodies, mut exports) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.unwrap() {
                Payload::ExportSection(section) => exports.extend(section.into_iter().map(|export| {
                    let export = export.unwrap();
                    (export.name.to_owned(), export.index)
                })),
                Payload::CodeSectionEntry(body) => {
                    let (mut first, mut called) = (None, None);
                    for operator in body.get_operators_reader().unwrap() {
                        match operator.unwrap() {
                            Operator::I32Const { value } => first = first.or(Some(value)),
                            Operator::Call { function_index } => called = Some(function_index),
                            _ => {}
                        }
                    }
                    bodies.push((first.unwrap(), called));
                }
                _ => {}
            }
        }
        (bodies, exports)
    }

    #[test]
    fn like_stands_beside_like_and_every_reference_follows() {
        let wasm = module(&[(70_000, 8), (9, 1), (70_000, 7), (9, 1)]);
        let (bodies, exports) = read(&by_likeness(&wasm).unwrap());
        // The second that is like the first came from the third place; the last one calls the first still.
        assert_eq!(bodies.iter().map(|(constant, _)| *constant).collect::<Vec<_>>(), [70_000, 70_000, 9, 9]);
        let place = |name: &str| exports.iter().find(|(export, _)| export == name).unwrap().1 as usize;
        assert_eq!([place("0"), place("2")], [0, 1]);
        assert_eq!(bodies[place("3")].1, Some(0));
        assert_eq!(bodies[place("1")].1, None);
    }

    #[test]
    fn the_same_module_gives_the_same_bytes_and_none_is_none() {
        let wasm = module(&[(1, 3), (2, 3), (3, 3), (1, 2)]);
        assert_eq!(by_likeness(&wasm).unwrap(), by_likeness(&wasm).unwrap());
        let empty = Module::new().finish();
        assert_eq!(by_likeness(&empty).unwrap(), empty);
    }
}
