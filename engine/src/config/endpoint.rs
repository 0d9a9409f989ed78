//! Config, where complaints go and how: the endpoint, its formats, and presets for services that take what a browser posts.

use crate::json::Json;
use crate::read::{Dict, Problem, Read, Reader, record, words};

record! {
    /// Where complaints go, and how (docs/delivery.md).
    Endpoint {
        /// A service whose way of taking complaints is known: `webhook`, `n8n`, `make`, `zapier`, `shopify`, `zendesk`. What stands beside it
        /// goes before what the preset says.
        "preset" => preset: Option<String>,
        /// Where complaints are posted: absolute (https), or relative to the page.
        "url" => url: String,
        /// What is posted.
        "format" => format: Format,
        /// For `form`: name of a field → its text, with placeholders; a text without any is sent as it stands. The standard fields if absent.
        "fields" => fields: Dict<String>,
        /// For `template`: the JSON that is posted. Its texts may hold placeholders.
        "template" => template: Option<Json>,
        /// How photos and files go along.
        "attachments" => attachments: Files,
        /// Name of the part of each file in `multipart` and `form`; `attachment` if absent. PHP keeps all of them only with `attachment[]`.
        "attachmentField" => attachment_field: Option<String>,
        /// For `attachments: upload`: where each file goes before the complaint.
        "upload" => upload: Option<Upload>,
        /// Headers sent along, the same for everybody. On another origin each must be allowed there (`Access-Control-Allow-Headers`).
        "headers" => headers: Dict<String>,
        /// Whether the complaint's id also goes as a header; `header` for `multipart`, `json` and `template`, `none` for `text` and `form`
        /// if absent.
        "idempotencyKey" => idempotency_key: Option<IdempotencyKey>,
        /// Whether cookies go along.
        "credentials" => credentials: Credentials,
        /// After how many seconds without an answer an attempt is given up; 60 if absent.
        "timeoutSeconds" => timeout_seconds: Option<i64>,
        /// What counts as taken.
        "ack" => ack: Ack,
        /// Where the parts of a receipt stand in an answer that is shaped otherwise.
        "receipt" => receipt: ReceiptMap,
    }
}

record! {
    read only /// Where the widget asks for the order that a guest names (docs/signing.md).
    Lookup {
        /// Takes a post of `{"order", "email"}` in JSON and answers with a context: absolute (https), or relative to the page. With any
        /// other answer, or none within 8 seconds, the flow goes on with what was typed.
        "url" => url: String,
    }
}

words! {
    /// What is posted.
    Format {
        /// `multipart/form-data`: the complaint as a file of JSON, and the attachments.
        "multipart" => Multipart,
        /// The complaint as `application/json`.
        "json" => Json,
        /// The complaint as JSON that is called `text/plain`: no preflight on another origin.
        "text" => Text,
        /// The fields of a form, as a page would post them: with attachments `multipart/form-data`, else `application/x-www-form-urlencoded`. No
        /// preflight on another origin.
        "form" => Form,
        /// JSON of your own: `template`.
        "template" => Template,
    }
}

words! {
    /// How photos and files go along.
    Files {
        /// In the post itself: as parts of `multipart` and `form`, in JSON as base64 (`attachments[].content`).
        "inline" => Inline,
        /// Each before the complaint, which then names where it is (`attachments[].url`).
        "upload" => Upload,
        /// Not at all; the complaint still lists them.
        "omit" => Omit,
    }
}

record! {
    /// Where each file goes before the complaint.
    Upload {
        /// Where, relative to `endpoint.url`. Placeholders: `{id}`, `{name}`, `{type}` of the file, `{complaint}` for the complaint's id.
        "url" => url: String,
        /// How a file gets there.
        "way" => way: UploadWay,
        /// Where the answer tells what to call the file from then on: a JSON Pointer to an address or a token. If absent `/url` (`/publicUrl`
        /// of what grants a pre-signed address), else the address it was sent to, without its query.
        "result" => result: Option<String>,
    }
}

words! {
    /// How a file gets there.
    UploadWay {
        /// Its bytes are posted to `url`.
        "post" => Post,
        /// Its bytes are put to `url`.
        "put" => Put,
        /// `url` is posted `{complaint, id, name, type, bytes, sha256}` and grants `{url, headers?, publicUrl?}`; there the bytes are put.
        "presigned" => Presigned,
    }
}

words! {
    /// Whether the complaint's id also goes as a header.
    IdempotencyKey {
        /// As `Idempotency-Key`. On another origin the browser asks first whether that is allowed.
        "header" => Header,
        /// It stands in the complaint only.
        "none" => None,
    }
}

words! {
    /// Whether cookies go along.
    Credentials {
        /// To the page's own origin.
        "same-origin" => SameOrigin,
        /// Always. Another origin must then name the page's in `Access-Control-Allow-Origin` and allow credentials.
        "include" => Include,
        /// Never.
        "omit" => Omit,
    }
}

words! {
    /// What of an answer from the endpoint says that a complaint was taken.
    Ack {
        /// A receipt: 2xx with a reference. Anything else is tried again.
        "receipt" => Receipt,
        /// Any 2xx. The shopper is told that it was sent, and not that it was received; the reference comes from the complaint's id.
        "status" => Status,
        /// That it has left the browser, where the answer of another origin cannot be read (`no-cors`). It may have been refused: nobody would know.
        "none" => None,
    }
}

record! {
    /// Where the parts of a receipt stand in an answer: JSON Pointers (RFC 6901). What is absent stands where it stands in a receipt.
    ReceiptMap {
        /// Of the number for people.
        "reference" => reference: Option<String>,
        /// Of the address where the case can be followed.
        "statusUrl" => status_url: Option<String>,
        /// Of the time of receipt.
        "receivedAt" => received_at: Option<String>,
    }
}

/// Every preset of an endpoint: name → patch, as JSON text. The names also stand in the doc comment of [`Endpoint`] and in docs/delivery.md.
pub const ENDPOINT_PRESETS: &str = include_str!("endpoints.json");

/// Names of the presets: an unknown one is told before anything is sent, without reading them.
const PRESET_NAMES: [&str; 6] = ["webhook", "n8n", "make", "zapier", "shopify", "zendesk"];

/// The endpoint as it stands in a config. It is read when something is to be sent: until then the widget needs neither all that an endpoint can
/// say nor the presets, which would be 1.4 kB before the first question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EndpointText {
    base: Json,
    patch: Json,
}

impl EndpointText {
    /// What a merchant writes (`patch`) onto what was said before (`base`).
    pub fn new(base: Option<&Json>, patch: Option<&Json>) -> EndpointText {
        EndpointText { base: base.cloned().unwrap_or_default(), patch: patch.cloned().unwrap_or_default() }
    }

    /// The endpoint, and what of it cannot be used.
    pub fn read(&self) -> (Endpoint, Vec<Problem>) {
        let mut whole = Json::map([]);
        if let Some(preset) = self.get("preset").and_then(Json::as_text) {
            whole.merge(Json::parse(ENDPOINT_PRESETS).unwrap_or_default().get(preset).unwrap_or(&Json::map([])));
        }
        for layer in [&self.base, &self.patch] {
            if *layer != Json::Null {
                whole.merge(layer);
            }
        }
        let mut reader = Reader::default();
        let endpoint = reader.inside("endpoint", &whole).unwrap_or_default();
        (endpoint, reader.problems)
    }

    /// What would make every complaint go astray: no address, or another way of sending than was meant.
    pub(super) fn look(&self, reader: &mut Reader) {
        let preset = self.get("preset").and_then(Json::as_text);
        if preset.is_some_and(|name| !PRESET_NAMES.contains(&name)) {
            reader.problems.push(Problem {
                code: "endpoint.unknown-preset",
                path: "/endpoint/preset".into(),
                message: "there is no preset of this name for an endpoint".into(),
            });
        }
        if let Some(format) = self.get("format") {
            let _: Option<Format> = reader.inside("endpoint/format", format);
        }
        if self.get("url").is_none_or(|url| url.as_text() == Some("")) {
            reader.problems.push(Problem {
                code: "config.no-endpoint",
                path: "/endpoint/url".into(),
                message: "complaints have nowhere to go: set endpoint.url".into(),
            });
        }
    }

    fn get(&self, key: &str) -> Option<&Json> {
        self.patch.get(key).or_else(|| self.base.get(key))
    }
}

impl Read for EndpointText {
    fn read(json: &Json, _: &mut Reader) -> Option<EndpointText> {
        Some(EndpointText::new(None, Some(json)))
    }
}

#[cfg(feature = "schema")]
impl crate::schema::Describe for EndpointText {
    fn shape() -> crate::schema::Shape {
        Endpoint::shape()
    }
}

/// What a config is merged onto, with the preset of the endpoint that it names under what was said of the endpoint before. Err: there is no preset
/// of that name, and the base is as it was.
pub fn on_endpoint_preset(base: &Json, patch: &Json) -> Result<Json, Json> {
    let mut with = base.clone();
    let named = |config: &Json| config.at("endpoint.preset").and_then(Json::as_text).map(str::to_string);
    let Some(name) = named(patch).or_else(|| named(base)) else { return Ok(with) };
    let Some(mut endpoint) = Json::parse(ENDPOINT_PRESETS).unwrap_or_default().get(&name).cloned() else {
        return Err(with);
    };
    if let Json::Map(map) = &mut with {
        endpoint.merge(map.get("endpoint").unwrap_or(&Json::map([])));
        map.set("endpoint", endpoint);
    }
    Ok(with)
}

impl Endpoint {
    /// Whether the complaint's id goes as a header too. Without it, and with a plain format, a browser asks nobody for permission.
    pub fn sends_key(&self) -> bool {
        match self.idempotency_key {
            Some(key) => key == IdempotencyKey::Header,
            None => !matches!(self.format, Format::Text | Format::Form),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_known_by_its_name() {
        let presets = Json::parse(ENDPOINT_PRESETS).unwrap();
        let names: Vec<_> = presets.as_map().unwrap().iter().map(|(name, _)| name.to_string()).collect();
        assert_eq!(names, PRESET_NAMES);
    }
}
