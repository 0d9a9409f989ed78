//! What the tests of the texts know alike.

/// What the law words: it has no friendlier form.
pub const STATUTORY: [&str; 6] = [
    "desk.mail.declared",
    "flow.withdrawal.title",
    "statement.declare",
    "statement.withdrawal",
    "step.wish.option.withdraw",
    "withdrawal.review.send",
];
