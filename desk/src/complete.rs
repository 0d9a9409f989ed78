//! Complete: whether answers are all those that the form would have asked for, and no others. A browser can send any.

use redress_engine::answers::Answers;
use redress_engine::complaint::Complaint;
use redress_engine::config::{Config, StepKind};
use redress_engine::flow::{UNABLE, next, prune};

use crate::rebuild::setting;

/// Whether the shopper could have reached the review with these answers, and each photo that they name came.
pub fn is_complete(sent: &Complaint, config: &Config) -> bool {
    let Some(setting) = setting(sent, config).filter(|_| !has_too_many(&sent.answers, config)) else { return false };
    // What pruning takes out, the form would not have asked for, or not have offered.
    if prune(setting, sent.answers.clone()) != sent.answers {
        return false;
    }
    let Some(case) = setting.case(&sent.answers) else { return false };
    let stand = next(&case);
    stand.step.is_none() && stand.invalid.is_empty() && photos_came(sent, config)
}

/// More answers than there are questions: looking at each of them would take long.
fn has_too_many(answers: &Answers, config: &Config) -> bool {
    let most = config.steps.0.len();
    answers.shared.0.len() > most || answers.items.iter().any(|(_, answers)| answers.0.len() > most)
}

/// Whether the photos of every answer are among the attachments, each once.
fn photos_came(sent: &Complaint, config: &Config) -> bool {
    let given = sent.answers.items.iter().flat_map(|(_, answers)| answers.iter());
    let mut named = Vec::new();
    for (step, answer) in sent.answers.shared.iter().chain(given) {
        let takes_photos = config.steps.get(step).is_some_and(|step| step.kind == StepKind::Photos);
        if !takes_photos || answer.as_text() == Some(UNABLE) {
            continue;
        }
        for photo in answer.items() {
            let came = sent.attachments.iter().any(|attachment| photo.as_text() == Some(attachment.id.as_str()));
            if !came || named.contains(&photo) {
                return false;
            }
            named.push(photo);
        }
    }
    true
}
