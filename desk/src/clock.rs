//! Clock: the one place where the desk asks what time it is, so that tests can say.

use jiff::Timestamp;

/// Where the time comes from.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The machine.
    System,
    /// Always this moment.
    Fixed(Timestamp),
}

impl Clock {
    /// The present moment, in whole seconds.
    pub fn now(self) -> Timestamp {
        match self {
            // Whole seconds: receipts are read by people.
            Clock::System => Timestamp::from_second(Timestamp::now().as_second()).unwrap_or_default(),
            Clock::Fixed(moment) => moment,
        }
    }
}
