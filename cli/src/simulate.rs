//! `redress simulate`: what walking every path of each flow shows, and a gate on taps.

use redress_engine::check::Library;
use redress_engine::check::simulate::{Options, Simulation, Spread, Walked, simulate};
use redress_engine::context::Context;
use redress_engine::read::Write;

use crate::case::{flow_id, loaded, today};
use crate::files;
use crate::options;
use crate::output::{Failure, Outcome, print, print_json};

/// Runs the command.
pub fn run(options: &options::Simulate) -> Outcome {
    let library = Library::built_in();
    let loaded = loaded(&options.file, &library)?;
    if let Some(flow) = &options.flow {
        flow_id(&loaded.config, Some(flow))?;
    }
    if loaded.config.flows.iter().next().is_none() {
        return Err(Failure::Problem(format!(
            "{}: the config has no flow, so there is nothing to walk",
            options.file.display()
        )));
    }
    let page: Option<Context> = options.context.as_ref().map(|path| files::shape(Some(path))).transpose()?;
    let walked = simulate(
        &loaded.config,
        &library.laws,
        &Options {
            flow: options.flow.as_deref(),
            page: page.as_ref(),
            today: today(options.today.as_deref())?,
            max_states: options.max_paths,
        },
    );
    let over = options.max_taps.map(|limit| too_many_taps(&walked, i64::from(limit))).unwrap_or_default();
    if options.json {
        print_json(&walked.to_json())?;
    } else {
        print(&walked.flows.iter().map(shown).collect::<Vec<_>>().join("\n"))?;
    }
    for message in &over {
        eprintln!("redress: {message}");
    }
    Ok(over.is_empty() && !walked.is_stuck())
}

/// The flows in which a path takes more taps, and those of which nobody can say.
fn too_many_taps(walked: &Simulation, limit: i64) -> Vec<String> {
    let over = |flow: &Walked| match flow.taps.most {
        most if most > limit => Some(format!("{}: a path takes {most} taps, more than {limit}", flow.flow)),
        _ if !flow.complete => Some(format!("{}: not all paths were walked; --max-paths walks more", flow.flow)),
        _ => None,
    };
    walked.flows.iter().filter_map(over).collect()
}

fn shown(flow: &Walked) -> String {
    let all = if flow.complete { "all walked" } else { "NOT ALL WALKED: too many, or too large" };
    let paths = count(flow.paths);
    let mut out = format!("{}: {} paths from {} orders and customers, {all}\n", flow.flow, paths, flow.contexts);
    out.push_str(&spread("taps", &flow.taps));
    out.push_str(&spread("typed fields", &flow.typed));
    if !flow.never_seen.is_empty() {
        let name = if flow.complete { "never seen" } else { "not seen yet" };
        out.push_str(&format!("  {name:<16} {}\n", flow.never_seen.join(", ")));
    }
    if let Some(without) = flow.without_remedy.as_ref().filter(|without| without.paths > 0) {
        out.push_str(&format!("  {:<16} {} paths\n", "without remedy", count(without.paths)));
        if !without.example.is_empty() {
            out.push_str(&example(&without.example, &without.context));
        }
    }
    for lead in &flow.leads_to {
        out.push_str(&format!("  {:<16} {} ({} paths)\n", "leads to", lead.flow, count(lead.paths)));
    }
    if flow.stuck_paths > 0 {
        out.push_str(&format!("  {:<16} {} paths\n", "STUCK", count(flow.stuck_paths)));
        for stuck in &flow.stuck {
            let line = stuck.line.as_ref().map(|line| format!("({line})")).unwrap_or_default();
            out.push_str(&format!("  {:<16} at {}{line}\n", "", stuck.step));
            out.push_str(&example(&stuck.path, &stuck.context));
        }
    }
    out
}

/// A number of paths; the engine counts no further than 64 bits do.
fn count(paths: i64) -> String {
    if paths == i64::MAX { "over 9×10^18".into() } else { paths.to_string() }
}

fn spread(name: &str, spread: &Spread) -> String {
    format!("  {name:<16} fewest {}, median {}, most {}\n", spread.fewest, spread.median, spread.most)
}

fn example(path: &[String], context: &[String]) -> String {
    let path = if path.is_empty() { "at once".to_string() } else { path.join(" → ") };
    let order = if context.is_empty() { String::new() } else { format!(" [{}]", context.join(", ")) };
    format!("  {:<16}   e.g. {path}{order}\n", "")
}
