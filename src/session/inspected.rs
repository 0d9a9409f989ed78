//! What the panel for developers (src/debug/) sees of a model beside what everybody sees.

use super::Model;
use crate::delivery::Frozen;
use redress_engine::context::Context;
use redress_engine::law::Law;

/// What stands where only the moment of sending can tell.
const ON_SENDING: &str = "(made on sending)";

impl Model {
    /// What was confirmed or, until then, what would be sent as it stands.
    pub fn preview(&self) -> Frozen {
        self.frozen.clone().unwrap_or_else(|| self.compose(ON_SENDING.into(), ON_SENDING.into()))
    }

    /// What the page knows, or the shop told of an order that was looked up.
    pub fn page_context(&self) -> &Context {
        &self.page
    }

    /// Whether a look-up told it.
    pub fn is_looked_up(&self) -> bool {
        self.looked_up().is_some()
    }

    /// The law in use.
    pub fn law(&self) -> Option<&Law> {
        self.law.as_ref()
    }
}
