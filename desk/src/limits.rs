//! Limits: how much one request may bring. Each stands here once, with its reason.

use std::time::Duration;

/// Bytes of the part `complaint`. A complaint of twenty lines with long texts is below 50 kB.
pub const COMPLAINT_BYTES: usize = 256 * 1024;
/// Bytes of a token. One that vouches for fifty lines is below 20 kB.
pub const TOKEN_BYTES: usize = 64 * 1024;
/// Bytes of one file. The widget shrinks photos to about 1 MB; a PDF or an untouched HEIC may be larger.
pub const FILE_BYTES: usize = 10 * 1024 * 1024;
/// Files of one message, and of a form without script.
pub const FILES: usize = 12;
/// Files of one complaint: several lines may have several photos each. With the complaint itself they stay below [`PARTS`].
pub const COMPLAINT_FILES: usize = 60;
/// Bytes of the whole request body. A proxy before the desk must allow as much.
pub const BODY_BYTES: usize = 64 * 1024 * 1024;
/// Parts of a multipart body; more than a complaint and its files can need, so that forms of other senders get a telling error.
pub const PARTS: usize = 64;
/// Lines of one complaint or its order. Recomputing offers takes time that grows with their square.
pub const LINES: usize = 200;
/// How long a sender may take for the whole body.
pub const BODY_TIME: Duration = Duration::from_secs(10 * 60);
/// How long a sender may stay silent within the body.
pub const BODY_SILENCE: Duration = Duration::from_secs(30);
/// How long a form without files may take, from its first byte to its answer.
pub const FORM_TIME: Duration = Duration::from_secs(60);
/// What a shopper can add to one case: messages, wishes, answers. A long quarrel has thirty.
pub const CASE_EVENTS: usize = 200;
/// The same since the shop last wrote: more is for the phone.
pub const CASE_UNREAD: usize = 20;
/// Feedback without a token that is taken into one case; each is a complaint of its own besides.
pub const CASE_UNSIGNED: usize = 5;
/// Bytes of all files that a shopper adds to one case.
pub const CASE_BYTES: usize = 200 * 1024 * 1024;
/// Characters of one message, by shopper or shop.
pub const WORDS: usize = 5_000;
/// Characters of a name, a phone number, a carrier.
pub const NAME: usize = 80;
/// Characters of an address that an agent types.
pub const ADDRESS: usize = 500;
/// Bytes of a look-up: a number and an e-mail address.
pub const LOOKUP_BYTES: usize = 4 * 1024;
/// Bytes of a form without files.
pub const FORM_BYTES: usize = 64 * 1024;
/// Bytes of what one form of `/complain` knows: a token and some twenty answers of the longest. Encoded in a form it can be three times that.
pub const DRAFT_BYTES: usize = 160 * 1024;
/// From how many orders on the same trouble with the same product is worth telling: two can be chance, one is no pattern at all.
pub const PATTERN: usize = 2;
/// Patterns that are shown.
pub const PATTERNS: usize = 100;
/// Complaints on one page of the inbox.
pub const INBOX_PAGE: usize = 50;

/// MIME types a file may have.
pub const FILE_TYPES: [&str; 8] =
    ["image/jpeg", "image/png", "image/webp", "image/heic", "image/heif", "image/gif", "image/avif", "application/pdf"];
