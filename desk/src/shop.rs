//! Shop: one version of the merchant's config, under the SHA-256 of its bytes, and what the desk reads out of it.

use jiff::tz::TimeZone;
use redress_engine::config::{Config, DEFAULT_PRESET, Loaded, load, parse};
use redress_engine::law::Law;
use redress_engine::read::Problem;
use redress_engine::{DEFAULT_PRESET_TEXT, Json};
use sha2::{Digest, Sha256};

use crate::hex::hex;
use crate::packs;

/// A config the desk can work with.
#[derive(Debug, Clone)]
pub struct Shop {
    /// SHA-256 of the file's bytes, lower-case hex.
    pub sha256: String,
    /// The file's text.
    pub text: String,
    /// The effective config.
    pub config: Config,
}

/// Why a config file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ShopError {
    /// Not JSON.
    #[error("it is not JSON: {0}")]
    Syntax(String),
    /// Builds on a preset that the desk does not have.
    #[error("config.preset at /extends: there is no preset \"{0}\"")]
    Preset(String),
    /// No flow can be built from it.
    #[error("{code} at {path}: {message}")]
    Fatal {
        /// What sort of problem.
        code: &'static str,
        /// JSON Pointer.
        path: String,
        /// How to mend it.
        message: String,
    },
}

impl From<Problem> for ShopError {
    fn from(problem: Problem) -> ShopError {
        let Problem { code, path, message } = problem;
        if code == "config.syntax" { ShopError::Syntax(message) } else { ShopError::Fatal { code, path, message } }
    }
}

impl Shop {
    /// Reads a config file.
    pub fn parse(text: &str) -> Result<Shop, ShopError> {
        let patch = parse(text)?;
        let preset = parse(DEFAULT_PRESET_TEXT)?;
        let extends = patch.get("extends").and_then(Json::as_text).unwrap_or(DEFAULT_PRESET);
        if extends != DEFAULT_PRESET {
            return Err(ShopError::Preset(extends.into()));
        }
        let loaded = load(&preset, &patch);
        if let Some(problem) = loaded.fatal() {
            return Err(problem.clone().into());
        }
        let Loaded { config, problems } = loaded;
        for problem in problems {
            tracing::warn!(code = problem.code, path = problem.path, "config: {}", problem.message);
        }
        Ok(Shop { sha256: hex(&Sha256::digest(text)), text: text.into(), config })
    }

    /// The law of the shop's own country, if there is a pack.
    pub fn law(&self) -> Option<&'static Law> {
        packs::law(self.config.shop.country.as_deref()?)
    }

    /// The zone in which the shop's days are counted; UTC where no pack names one.
    pub fn zone(&self) -> TimeZone {
        self.law().and_then(|law| TimeZone::get(&law.zone).ok()).unwrap_or(TimeZone::UTC)
    }
}
