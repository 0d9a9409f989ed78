//! Rules on what is defined and never used: forgotten in a list, or misspelt and meant to change something else.

use crate::check::references::has_options;
use crate::check::{Checker, below, codes};

pub fn check(checker: &mut Checker) {
    let steps: Vec<String> = checker.config.steps.iter().map(|(id, _)| id.to_string()).collect();
    let inherited = |checker: &Checker, id: &str| checker.is_inherited(&below("/steps", id));
    for id in &steps {
        let path = below("/steps", id);
        if !checker.asked.contains(id) && checker.is_mine(&path) && !inherited(checker, id) {
            let known = steps.iter().map(String::as_str).filter(|other| inherited(checker, other));
            let fix = checker.meant(id, known, "Add its id to a flow, or take it out.");
            checker.add(&codes::STEP_UNUSED, path, format!("no flow asks \"{id}\""), fix);
        }
    }
    for (id, step) in checker.steps() {
        if !has_options(step.kind) {
            continue;
        }
        let definitions = below(&below("/steps", &id), "option");
        for (option, _) in step.option.iter().filter(|(option, _)| !step.options.iter().any(|listed| listed == option))
        {
            let path = below(&definitions, option);
            if checker.is_mine(&path) && !checker.is_inherited(&path) {
                let known = step.options.iter().map(String::as_str);
                let fix = checker.meant(option, known, "Add its id to \"options\", or take it out.");
                checker.add(&codes::OPTION_UNUSED, path, format!("\"{option}\" is not in \"options\""), fix);
            }
        }
    }
}
