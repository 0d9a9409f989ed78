//! Values that drawing watches: a cell beside Leptos' trigger.
//!
//! Leptos' own signals lie in an arena that remembers which thread each came from, and each type brings its own copy of all that can be done
//! with them: 3.2 kB more on opening (docs/size.md).

use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::{Rc, Weak};

/// A value; what reads it within an effect is drawn anew when it changes. A clone is the same value.
pub struct Watched<T>(Rc<Inner<T>>);

struct Inner<T> {
    value: RefCell<T>,
    trigger: ArcTrigger,
}

impl<T> Clone for Watched<T> {
    fn clone(&self) -> Watched<T> {
        Watched(Rc::clone(&self.0))
    }
}

impl<T: Clone> Watched<T> {
    pub fn new(value: T) -> Watched<T> {
        Watched(Rc::new(Inner { value: RefCell::new(value), trigger: ArcTrigger::new() }))
    }

    /// The value now; watched.
    pub fn get(&self) -> T {
        self.0.trigger.track();
        self.peek()
    }

    /// The value now; not watched.
    pub fn peek(&self) -> T {
        self.0.value.borrow().clone()
    }

    /// Changes it and tells.
    pub fn set(&self, value: T) {
        self.0.value.replace(value);
        self.0.trigger.notify();
    }

    /// For what waits and must not keep it in use.
    pub fn weak(&self) -> WeakWatched<T> {
        WeakWatched(Rc::downgrade(&self.0))
    }
}

/// A watched value that may have gone.
pub struct WeakWatched<T>(Weak<Inner<T>>);

impl<T> Clone for WeakWatched<T> {
    fn clone(&self) -> WeakWatched<T> {
        WeakWatched(Weak::clone(&self.0))
    }
}

impl<T: Clone> WeakWatched<T> {
    /// Changes it if it is still in use; whether it is.
    pub fn set(&self, value: T) -> bool {
        let watched = self.0.upgrade();
        if let Some(watched) = &watched {
            Watched(Rc::clone(watched)).set(value);
        }
        watched.is_some()
    }
}
