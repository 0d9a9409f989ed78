//! `redress schema`: the JSON Schemas of schema/, compiled in.

use crate::options::{Schema, Shape};
use crate::output::{Outcome, print};

/// Runs the command.
pub fn run(options: &Schema) -> Outcome {
    print(match options.of {
        Shape::Config => include_str!("../../schema/config.v1.json"),
        Shape::Context => include_str!("../../schema/context.v1.json"),
        Shape::Complaint => include_str!("../../schema/complaint.v1.json"),
        Shape::Receipt => include_str!("../../schema/receipt.v1.json"),
        Shape::Answers => include_str!("../../schema/answers.v1.json"),
        Shape::Offers => include_str!("../../schema/offers.v1.json"),
        Shape::Next => include_str!("../../schema/next.v1.json"),
    })?;
    Ok(true)
}
