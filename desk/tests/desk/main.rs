//! The desk from outside: what a shopper's browser, a hostile sender and the shop's people get. One program, one file a concern.

// Helpers of tests may say what they expect; clippy.toml allows it to test functions only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bad_input;
mod callback;
mod cors;
mod crash;
mod delivery;
mod doubtful;
mod honest;
mod inbox;
mod mail;
mod migration;
mod multipart;
mod once;
mod outbox;
mod policy;
mod process;
mod receipts;
mod receive;
mod rules;
mod samples;
mod sign;
mod signing;
mod site;
mod smtp;
mod support;
mod tokens;
