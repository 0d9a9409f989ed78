//! The demo's case picker: out of examples/ one page a case, with the script tag that a merchant would write, and a list of them.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde_json::Value;

use super::{files_of, read_text, write_file};
use crate::project::Project;

/// Where the templates lie; what is copied from there is not to be served.
const TEMPLATES: [&str; 2] = ["demo/cases.html", "demo/case.html"];

/// Writes examples/ into Trunk's output.
pub fn write(project: &Project, staging: &Path) -> Result<()> {
    let [list, page] = TEMPLATES.map(|path| read_text(&project.path(path), "a template"));
    let (list, page) = (list?, page?);
    let mut entries = String::new();
    let mut folders = files_of(&project.path("examples"))?;
    folders.retain(|path| path.is_dir());
    // From one line to the longest, as the guide grows.
    folders.sort_by_cached_key(|folder| fs::metadata(folder.join("config.json")).map_or(0, |config| config.len()));
    for folder in &folders {
        let id = folder.file_name().unwrap_or_default().to_string_lossy();
        let case = json(&folder.join("case.json"))?;
        let says = |key: &str| case[key].as_str();
        let (title, about) = (escape(says("title").unwrap_or(&id)), escape(says("about").unwrap_or_default()));
        let config = read_text(&folder.join("config.json"), "an example")?;
        let shop = json(&folder.join("config.json"))?["shop"]["name"].as_str().map_or_else(|| "A shop".into(), escape);
        let opens = says("opens").or(says("flow")).unwrap_or("complaint");
        let trigger = match opens {
            "withdrawal" => "Withdraw from contract here",
            "return" => "Return something",
            "payment" => "About this invoice",
            "feedback" => "Tell us how it was",
            _ => "Report a problem",
        };
        let locale = says("locale").map_or_else(String::new, |tag| format!(" data-locale=\"{}\"", escape(tag)));
        // "<" would end the element.
        let context = json(&folder.join("context.json"))?.to_string().replace('<', "\\u003c");
        let filled = fill(
            &page,
            &[
                ("title", &title),
                ("about", &about),
                ("id", &escape(&id)),
                ("locale", &locale),
                ("today", &escape(says("today").unwrap_or("2026-11-21"))),
                ("shop", &shop),
                ("opens", &escape(opens)),
                ("trigger", trigger),
                ("config", &escape(config.trim_end())),
                ("context", &context),
            ],
        );
        let there = staging.join("examples").join(&*id);
        write_file(&there.join("index.html"), filled.as_bytes())?;
        // Byte for byte: the desk knows it by its digest.
        write_file(&there.join("config.json"), config.as_bytes())?;
        // The gallery's pages have no server that would write it into them.
        write_file(&there.join("context.json"), context.as_bytes())?;
        entries.push_str(&format!(
            "        <li><article class=\"case\"><h2><a href=\"/examples/{}/\">{title}</a></h2><p>{about}</p></article></li>\n",
            escape(&id)
        ));
    }
    let filled = fill(&list, &[("count", &folders.len().to_string()), ("list", entries.trim_end())]);
    write_file(&staging.join("examples/index.html"), filled.as_bytes())?;
    for template in TEMPLATES {
        let copy = staging.join(template);
        fs::remove_file(&copy).with_context(|| format!("cannot remove {}", copy.display()))?;
    }
    Ok(())
}

fn json(path: &Path) -> Result<Value> {
    let text = read_text(path, "an example")?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

/// Puts values in place of `{{names}}`, in one pass: what a value says is never taken for a name.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut parts = template.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").unwrap_or(("", part));
        filled.push_str(values.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value));
        filled.push_str(rest);
    }
    filled
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_value_says_is_never_taken_for_a_name() {
        assert_eq!(fill("a {{x}} b {{y}}{{z}}", &[("x", "{{y}}"), ("y", "2")]), "a {{y}} b 2");
    }

    #[test]
    fn no_text_of_an_example_becomes_markup() {
        assert_eq!(escape(r#"<b title="&">"#), "&lt;b title=&quot;&amp;&quot;&gt;");
    }
}
