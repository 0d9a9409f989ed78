//! The desk from outside: what a shopper's browser, a hostile sender and the shop's people get. One program, one file a concern.

// Helpers of tests may say what they expect; clippy.toml allows it to test functions only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agents;
mod bad_input;
mod callback;
mod cases;
mod cors;
mod crash;
mod delivery;
mod doubtful;
mod feedback;
mod honest;
mod inbox;
mod mail;
mod migration;
mod multipart;
mod notices;
mod once;
mod outbox;
mod patterns;
mod policy;
mod process;
mod promises;
mod receipts;
mod receive;
mod rules;
mod samples;
mod sign;
mod signing;
mod site;
mod slow;
mod smtp;
mod status;
mod support;
mod tokens;
