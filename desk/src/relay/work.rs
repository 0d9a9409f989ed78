//! Work: one attempt to pass a report on: requests, and what becomes of their answers. No word of an answer gets into a message but a code.

use std::error::Error as _;
use std::io;

use bytes::Bytes;
use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};
use redress_engine::Json;
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::multipart::Part;
use reqwest::{Client, RequestBuilder, Response, StatusCode};

use super::report::{Report, ReportFile};
use crate::desk::Desk;
use crate::outbox::Attempt;

/// Bytes of an answer that are read: a list of a hundred tickets is below half of it.
const ANSWER_BYTES: usize = 1024 * 1024;
/// The longest that a target may ask to be left alone, so that no mistake of its own delays a complaint for days.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(6);

/// One attempt.
pub struct Work<'a> {
    /// Where the files are.
    pub desk: &'a Desk,
    /// What is passed on.
    pub report: &'a Report,
    /// What sends.
    pub client: &'a Client,
    /// What the target is called.
    pub who: &'static str,
    /// The environment variables that let us in.
    pub secrets: &'a str,
    /// Whether an earlier attempt may have got through.
    pub again: bool,
    /// When.
    pub now: Timestamp,
}

/// An answer, whatever it says.
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its body, if that is JSON.
    pub json: Json,
    text: String,
    wait: Option<SignedDuration>,
}

impl Work<'_> {
    /// Sends a request and reads its answer.
    pub async fn ask(&self, request: RequestBuilder) -> Result<Answer, Attempt> {
        let response = request.send().await.map_err(|error| self.broken(error))?;
        let (status, wait) = (response.status(), self.wait(response.headers()));
        let body = self.body(response).await?;
        let json = serde_json::from_slice(&body).unwrap_or_default();
        Ok(Answer { status, json, text: String::from_utf8_lossy(&body).into_owned(), wait })
    }

    /// The same, where only a success will do.
    pub async fn get(&self, request: RequestBuilder) -> Result<Json, Attempt> {
        let answer = self.ask(request).await?;
        if answer.status.is_success() { Ok(answer.json) } else { Err(self.refused(&answer)) }
    }

    /// The same, where something is made: success is its number. A page of a proxy with status 200 is none.
    pub async fn make(&self, request: RequestBuilder, id: &str) -> Result<(), Attempt> {
        let made = self.get(request).await?;
        self.made(&made, id)
    }

    /// The same, where a file is uploaded: None if the target does not take this one, so that the case goes on without it.
    pub async fn upload(&self, request: RequestBuilder) -> Result<Option<Json>, Attempt> {
        let answer = self.ask(request).await?;
        match answer.status.as_u16() {
            200..=299 => Ok(Some(answer.json)),
            400 | 413 | 415 | 422 => {
                let (who, code) = (self.who, answer.code());
                tracing::warn!(complaint = %self.report.id, who, code, "a file was not taken; it is linked");
                Ok(None)
            }
            _ => Err(self.refused(&answer)),
        }
    }

    /// Whether an answer names what it made.
    pub fn made(&self, answer: &Json, id: &str) -> Result<(), Attempt> {
        answer.pointer(id).filter(|id| !id.is_blank()).map(|_| ()).ok_or_else(|| self.strange())
    }

    /// The answer is none of the target's API: perhaps a proxy's.
    pub fn strange(&self) -> Attempt {
        Attempt::Later([self.who, " gave an answer that is not its own"].concat())
    }

    /// What a refusal means: busy and broken servers are tried again (RFC 9110, section 15; RFC 6585; RFC 8470), all else is final.
    pub fn refused(&self, answer: &Answer) -> Attempt {
        let status = answer.status.as_u16();
        let code = answer.code().map(|code| format!(" ({code})")).unwrap_or_default();
        let reason = format!("{} answered {status}{code}", self.who);
        match (status, answer.wait) {
            (408 | 409 | 425 | 429 | 500.., Some(wait)) => Attempt::Busy(reason, wait),
            (408 | 409 | 425 | 429 | 500.., None) => Attempt::Later(reason),
            (401 | 403, _) => Attempt::Never([&reason, ": look at ", self.secrets].concat()),
            _ => Attempt::Never(reason),
        }
    }

    /// A file as a part of a multipart body.
    pub async fn part(&self, file: &ReportFile) -> Result<Part, Attempt> {
        let bytes = self.file(file).await?;
        let size = u64::try_from(bytes.len()).unwrap_or_default();
        let part = Part::stream_with_length(bytes, size).file_name(file.name.clone());
        part.mime_str(&file.mime).map_err(|_| Attempt::Never("a file has an odd type".into()))
    }

    /// A file's bytes. One at a time is in memory, except where a target wants all in one request.
    pub async fn file(&self, file: &ReportFile) -> Result<Bytes, Attempt> {
        let read = async {
            let stored = self.desk.files.get(self.report.id, file.n).await.map_err(io::Error::other)?;
            stored.bytes().await
        };
        read.await.map(Bytes::from).map_err(|error| {
            tracing::error!(complaint = %self.report.id, n = file.n, %error, "a file cannot be read");
            Attempt::Later("a file cannot be read; the desk’s log says more".into())
        })
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, Attempt> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.broken(error))? {
            if body.len() + chunk.len() > ANSWER_BYTES {
                return Err(self.strange());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    /// Without the address, which may be a secret, and the reason is the innermost one.
    fn broken(&self, error: reqwest::Error) -> Attempt {
        let error = error.without_url();
        let causes = std::iter::successors(error.source(), |cause| std::error::Error::source(*cause));
        let cause = causes.last().map(ToString::to_string);
        tracing::warn!(who = self.who, %error, cause, "a relay’s target cannot be reached");
        let end = match () {
            () if error.is_timeout() => " did not answer in time",
            () if error.is_connect() => " cannot be reached",
            () => " broke off",
        };
        Attempt::Later([self.who, end].concat())
    }

    /// `Retry-After`: seconds or a date (RFC 9110, section 10.2.3).
    fn wait(&self, headers: &HeaderMap) -> Option<SignedDuration> {
        let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        let seconds = text.parse::<u32>().ok().map(|seconds| SignedDuration::from_secs(seconds.into()));
        let date = || Some(rfc2822::parse(text).ok()?.timestamp().duration_since(self.now));
        seconds.or_else(date).map(|wait| wait.clamp(SignedDuration::ZERO, LONGEST_WAIT))
    }
}

impl Answer {
    /// The code of a refusal, where the target has one: Zendesk's `error`, WooCommerce's `code`, Freshdesk's first error with its field,
    /// Slack's whole text. Only what looks like a code: sentences may repeat what a shopper wrote.
    fn code(&self) -> Option<String> {
        let found = |pointer: &str| self.json.pointer(pointer).and_then(Json::as_text).filter(|text| is_code(text));
        let field = found("/errors/0/code").zip(found("/errors/0/field"));
        let field = field.map(|(code, field)| [code, " at ", field].concat());
        let plain = || Some(self.text.trim()).filter(|text| is_code(text));
        field.or_else(|| found("/error").or_else(|| found("/code")).or_else(plain).map(str::to_string))
    }
}

fn is_code(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-');
    !text.is_empty() && text.len() <= 60 && text.bytes().all(plain)
}

/// JSON as a request's body.
pub fn json(request: RequestBuilder, body: &serde_json::Value) -> RequestBuilder {
    request.header(CONTENT_TYPE, "application/json").body(body.to_string())
}
