//! Simulation, report: what walking the flows showed.

use crate::read::record;

record! {
    /// What walking every flow showed.
    Simulation {
        /// Whether every path of every flow was walked.
        "complete" => complete: bool,
        /// One entry a flow, in the order of the config.
        "flows" => flows: Vec<Walked>,
    }
}

record! {
    /// What walking one flow showed.
    Walked {
        /// The flow's id.
        "flow" => flow: String,
        /// Whether every path was walked.
        "complete" => complete: bool,
        /// How many orders and customers it tells apart.
        "contexts" => contexts: i64,
        /// How many paths there are, to the end or into another flow.
        "paths" => paths: i64,
        /// Taps of a path to the end.
        "taps" => taps: Spread,
        /// Fields typed into on a path to the end.
        "typed" => typed: Spread,
        /// Steps that no path asks; where not every path was walked, none of those that were.
        "neverSeen" => never_seen: Vec<String>,
        /// For a flow with a remedy step: paths on which nothing was offered for an item, or the step did not come.
        "withoutRemedy" => without_remedy: Option<Without>,
        /// Flows that an answer leads into.
        "leadsTo" => leads_to: Vec<Lead>,
        /// How many paths end at a question that cannot be answered.
        "stuckPaths" => stuck_paths: i64,
        /// The first of them.
        "stuck" => stuck: Vec<Stuck>,
    }
}

record! {
    /// The fewest, the one in the middle, the most.
    Spread {
        /// On the shortest path.
        "fewest" => fewest: i64,
        /// Half of the paths have at most so many.
        "median" => median: i64,
        /// On the longest path.
        "most" => most: i64,
    }
}

record! {
    /// Paths that go on in another flow.
    Lead {
        /// The flow.
        "flow" => flow: String,
        /// How many.
        "paths" => paths: i64,
    }
}

record! {
    /// Paths without a remedy.
    Without {
        /// How many.
        "paths" => paths: i64,
        /// Answers on the way to the first of them where nothing was offered.
        "example" => example: Vec<String>,
        /// Its order and customer.
        "context" => context: Vec<String>,
    }
}

record! {
    /// A path on which the shopper cannot go on.
    Stuck {
        /// The step that cannot be answered.
        "step" => step: String,
        /// For which line.
        "line" => line: Option<String>,
        /// Answers on the way.
        "path" => path: Vec<String>,
        /// The order and customer.
        "context" => context: Vec<String>,
    }
}

impl Simulation {
    /// Whether a shopper can be stuck somewhere.
    pub fn is_stuck(&self) -> bool {
        self.flows.iter().any(|flow| flow.stuck_paths > 0)
    }
}
