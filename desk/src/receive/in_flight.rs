//! In flight: ids that are being worked on, so that a retry cannot overtake its own first attempt.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

/// The ids at work in this process.
#[derive(Debug, Clone, Default)]
pub struct InFlight(Arc<Mutex<HashSet<Uuid>>>);

impl InFlight {
    /// Claims `id` until the guard is dropped, which also happens when a request fails or panics; None if it is taken.
    pub fn claim(&self, id: Uuid) -> Option<Claim> {
        let fresh = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        fresh.then(|| Claim { ids: self.clone(), id })
    }
}

/// A claimed id.
#[derive(Debug)]
pub struct Claim {
    ids: InFlight,
    id: Uuid,
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.ids.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_claimed_once_at_a_time_and_released_even_by_a_panic() {
        let (ids, id) = (InFlight::default(), Uuid::nil());
        let claim = ids.claim(id).unwrap();
        assert!(ids.claim(id).is_none());
        assert!(ids.claim(Uuid::max()).is_some());
        drop(claim);
        let copy = ids.clone();
        let panicked = std::thread::spawn(move || {
            let _claim = copy.claim(id).unwrap();
            panic!("on purpose");
        });
        assert!(panicked.join().is_err());
        assert!(ids.claim(id).is_some());
    }
}
