//! Answers: what the shopper has said so far. A key that is there was asked, even when its value is null.

use crate::json::Json;
use crate::read::{Dict, record};

record! {
    /// All answers of one case.
    Answers {
        /// Which lines it is about, and how many pieces of each.
        "chosen" => chosen: Vec<Chosen>,
        /// Answers that hold for the whole case: step → value. Null: asked, left blank.
        "shared" => shared: Dict<Json>,
        /// Answers for one line: line → step → value.
        "items" => items: Dict<Dict<Json>>,
    }
}

record! {
    /// One order line that the case is about.
    Chosen {
        /// The line.
        "line" => line: String,
        /// How many pieces.
        "quantity" => quantity: i64,
    }
}

impl Answers {
    /// The answer to `step`: the line's own or, for a shared step (`line` is None), the case's.
    pub fn get(&self, line: Option<&str>, step: &str) -> Option<&Json> {
        match line {
            Some(line) => self.items.get(line)?.get(step),
            None => self.shared.get(step),
        }
    }

    /// Gives an answer.
    pub fn set(&mut self, line: Option<&str>, step: &str, value: Json) {
        match line {
            None => self.shared.set(step, value),
            Some(line) => {
                if self.items.get(line).is_none() {
                    self.items.set(line, Dict::default());
                }
                if let Some((_, answers)) = self.items.0.iter_mut().find(|(key, _)| key == line) {
                    answers.set(step, value);
                }
            }
        }
    }

    /// Takes an answer back.
    pub fn remove(&mut self, line: Option<&str>, step: &str) {
        match line {
            None => {
                self.shared.remove(step);
            }
            Some(line) => {
                for (_, answers) in self.items.0.iter_mut().filter(|(key, _)| key == line) {
                    answers.remove(step);
                }
            }
        }
    }

    /// How many pieces of `line` the case is about; 0 if it is not about it.
    pub fn quantity(&self, line: &str) -> i64 {
        self.chosen.iter().find(|chosen| chosen.line == line).map_or(0, |chosen| chosen.quantity)
    }
}
