//! The desk from outside: what a shopper's browser, a hostile sender and the shop's people get. One program, one file a concern.

// Helpers of tests may say what they expect; clippy.toml allows it to test functions only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agents;
mod bad_input;
mod callback;
mod cases;
mod complain;
mod cors;
mod crash;
mod delivery;
mod doubtful;
mod feedback;
mod full;
mod honest;
mod inbox;
mod kill;
mod limits;
mod lookup;
mod mail;
mod migration;
mod multipart;
mod notices;
mod once;
mod outbox;
mod patterns;
mod photos;
mod policy;
mod process;
mod promises;
mod receipts;
mod receive;
mod relay_settings;
mod relay_texts;
mod relays;
mod rules;
mod samples;
mod sign;
mod signals;
mod signing;
mod site;
mod slow;
mod smtp;
mod status;
mod support;
mod sweep;
mod tokens;
mod vendors;
mod wire;
