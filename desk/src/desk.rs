//! Desk: what all requests share, and how it is opened from the options.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::http::HeaderValue;
use redress_engine::Json;

use crate::callback::{Callback, CallbackError};
use crate::clock::Clock;
use crate::error::Fault;
use crate::files::Files;
use crate::inbox::session::Key;
use crate::lookup::Orders;
use crate::mail::{MailSettingsError, Mailer};
use crate::options::Options;
use crate::outbox::Outbox;
use crate::policy::{Flaws, Policy};
use crate::rate::{Proxies, Rates};
use crate::receive::in_flight::InFlight;
use crate::relay;
use crate::shop::{Shop, ShopError};
use crate::signing::ReceiptKeys;
use crate::store::Store;
use crate::sweep::sweep;

/// What all requests share.
#[derive(Debug)]
pub struct Desk {
    /// Complaints and config versions.
    pub store: Store,
    /// Photos and documents.
    pub files: Files,
    /// The current config.
    pub shop: Shop,
    /// The private rules.
    pub policy: Policy,
    /// Orders that guests can look up.
    pub orders: Orders,
    /// Ids that are being worked on.
    pub in_flight: InFlight,
    /// How much is let in.
    pub rates: Rates,
    /// Proxies before the desk whose word is taken for where a request comes from.
    pub proxies: Proxies,
    /// What opens the inbox.
    pub inbox: Key,
    /// What receipts are signed with.
    pub receipt_keys: ReceiptKeys,
    /// What is to be told to others.
    pub outbox: Outbox,
    /// What time it is.
    pub clock: Clock,
    /// Folder served at `/`.
    pub widget: Option<PathBuf>,
    /// Scheme and host under which shoppers reach this desk, nothing after.
    pub public_url: String,
    /// Origins that may send complaints from another site.
    pub allow_origin: Vec<HeaderValue>,
    /// Held as long as the desk runs: two desks on one folder would delete each other's files.
    pub lock: Option<fs::File>,
}

/// Why the desk cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A file or folder.
    #[error("{path}: {error}", path = path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// Another desk.
    #[error("{path}: another redress-desk is running on this folder; stop it or choose another --data", path = .0.display())]
    InUse(PathBuf),
    /// The config.
    #[error("{path}: {error}", path = path.display())]
    Config {
        /// Its file.
        path: PathBuf,
        /// What is wrong with it.
        error: ShopError,
    },
    /// The policy.
    #[error("{path}: {flaws}", path = path.display())]
    Policy {
        /// Its file.
        path: PathBuf,
        /// All that is wrong with it.
        flaws: Flaws,
    },
    /// The relays.
    #[error("{path}: {flaws}", path = path.display())]
    Relays {
        /// Their file.
        path: PathBuf,
        /// All that is wrong with it, and the secrets that are missing.
        flaws: Flaws,
    },
    /// The orders.
    #[error("{path}: {flaws}", path = path.display())]
    Orders {
        /// Their file.
        path: PathBuf,
        /// All that is wrong with it.
        flaws: Flaws,
    },
    /// The mail server.
    #[error("{0}")]
    Mail(#[from] MailSettingsError),
    /// The merchant's system.
    #[error("{0}")]
    Callback(#[from] CallbackError),
    /// The database.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// Looking for what a crash left.
    #[error("{0}")]
    Sweep(#[from] Fault),
}

impl Desk {
    /// Opens the data folder and reads the config.
    pub async fn open(options: &Options) -> Result<Arc<Desk>, StartError> {
        let io = |path: &Path| {
            let path = path.to_path_buf();
            move |error| StartError::Io { path, error }
        };
        let read = |path: &PathBuf| {
            let text = fs::read_to_string(path).map_err(io(path))?;
            Shop::parse(&text).map_err(|error| StartError::Config { path: path.clone(), error })
        };
        let shop = read(&options.config)?;
        let others = options.also_config.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let policy = match &options.policy {
            Some(path) => read_policy(path, &shop, &others)?,
            None => Policy::default(),
        };
        let orders = options.orders.as_deref().map(read_orders).transpose()?.unwrap_or_default();
        let outbox = outbox(options, &shop)?;
        if let Some(widget) = &options.widget {
            fs::metadata(widget.join("index.html")).map_err(io(&widget.join("index.html")))?;
        }
        if options.public_url.is_none() && !options.listen.ip().is_loopback() {
            tracing::warn!(
                "links to the status page are {}/cases/…: shoppers need --public-url",
                options.public_address()
            );
        }
        let folder = options.data.join("files");
        // What customers write is nobody else's business on this machine.
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(io(&folder))?;
        let lock = lock(&options.data).map_err(io(&options.data))?;
        let lock = lock.ok_or_else(|| StartError::InUse(options.data.clone()))?;
        let token_file = options.data.join("inbox-token");
        let keys = options.data.join("receipt-keys");
        let desk = Desk {
            store: Store::sqlite(&options.data.join("redress.db")).await?,
            files: Files::on_disk(&folder).map_err(io(&folder))?,
            shop,
            policy,
            orders,
            in_flight: InFlight::default(),
            rates: Rates::new(&options.limit),
            proxies: Proxies(options.trusted_proxy.clone()),
            inbox: inbox_key(&token_file).map_err(io(&token_file))?,
            receipt_keys: ReceiptKeys::open(&keys, Clock::System.now()).map_err(io(&keys))?,
            outbox,
            clock: Clock::System,
            widget: options.widget.clone(),
            public_url: options.public_address(),
            allow_origin: options.allow_origin.clone(),
            lock: Some(lock),
        };
        desk.begin().await?;
        // What was made in it stays in it: a file of which the folder does not know after a power cut is lost.
        fs::File::open(&options.data).and_then(|folder| folder.sync_all()).map_err(io(&options.data))?;
        for other in &others {
            desk.store.remember(other, &desk.clock.now().to_string()).await?;
        }
        Ok(Arc::new(desk))
    }

    /// What is to be done before the first request: keeps the current config's text, takes away files that a crash left without a row,
    /// frees messages that were being sent. The data folder belongs to one desk, so nobody is writing or sending them now.
    pub async fn begin(&self) -> Result<(), StartError> {
        self.store.remember(&self.shop, &self.clock.now().to_string()).await?;
        self.store.free_messages(self.clock.now()).await?;
        sweep(self, None).await?;
        Ok(())
    }

    /// Where the shopper follows the case of this token.
    pub fn status_url(&self, token: &str) -> String {
        [&self.public_url, "/cases/", token].concat()
    }

    /// The config that a complaint names by its SHA-256 and `true`, or, where that one is unknown, the current one and `false`.
    pub async fn shop_of(&self, sha256: Option<&str>) -> Result<(Shop, bool), sqlx::Error> {
        let Some(sha256) = sha256 else { return Ok((self.shop.clone(), false)) };
        if sha256 == self.shop.sha256 {
            return Ok((self.shop.clone(), true));
        }
        let known = self.store.config(sha256).await?.and_then(|text| Shop::parse(&text).ok());
        Ok(known.map_or_else(|| (self.shop.clone(), false), |shop| (shop, true)))
    }

    /// A config of before with who is reached and what is promised today: a number may have changed since, and a day that the shop promises
    /// no more is kept by nobody. A sister shop keeps its own.
    pub fn as_of_today(&self, mut shop: Shop) -> Shop {
        if shop.config.shop.name == self.shop.config.shop.name {
            shop.config.shop = self.shop.config.shop.clone();
        }
        shop
    }
}

/// What sends, by the options and the environment: secrets stand on no command line, where every process could read them.
fn outbox(options: &Options, shop: &Shop) -> Result<Outbox, StartError> {
    let secret = |name: &str| env::var(name).ok().filter(|value| !value.trim().is_empty());
    let mailer = match secret("REDRESS_SMTP_URL") {
        Some(url) => Some(Mailer::open(&url, options.mail_from.as_deref(), &shop.config.shop)?),
        None => {
            tracing::warn!("no mail server is configured (REDRESS_SMTP_URL): acknowledgements are not being sent");
            None
        }
    };
    let signing = secret("REDRESS_CALLBACK_SECRET");
    let callback = options.callback.as_deref().map(|url| Callback::open(url, signing.as_deref())).transpose()?;
    let relays = match &options.relays {
        Some(path) => {
            let text = fs::read_to_string(path).map_err(|error| StartError::Io { path: path.clone(), error })?;
            relay::settings::relays(&text, &secret).map_err(|flaws| StartError::Relays { path: path.clone(), flaws })?
        }
        None => Vec::new(),
    };
    let mut outbox = Outbox::new(mailer, callback);
    outbox.relays = relays;
    Ok(outbox)
}

/// Reads the policy for the desk's own config and the others it knows.
fn read_policy(path: &Path, shop: &Shop, others: &[Shop]) -> Result<Policy, StartError> {
    let text = read_private(path, "the policy and its secrets")?;
    let configs: Vec<_> = std::iter::once(shop).chain(others).map(|shop| &shop.config).collect();
    Policy::parse(&text, &configs).map_err(|flaws| StartError::Policy { path: path.into(), flaws })
}

/// Reads the orders that guests can look up.
fn read_orders(path: &Path) -> Result<Orders, StartError> {
    let text = read_private(path, "customers' orders and addresses")?;
    Orders::parse(&text).map_err(|flaws| StartError::Orders { path: path.into(), flaws })
}

/// Reads a file that is nobody else's business, and says so where others can.
fn read_private(path: &Path, what: &str) -> Result<String, StartError> {
    let io = |error| StartError::Io { path: path.into(), error };
    let text = fs::read_to_string(path).map_err(io)?;
    if fs::metadata(path).map_err(io)?.permissions().mode() & 0o004 != 0 {
        tracing::warn!(path = %path.display(), "everybody on this machine can read {what}: chmod o-r it");
    }
    Ok(text)
}

/// The token of an earlier start or, the first time, a new one in a file that only this user can read.
fn inbox_key(path: &Path) -> io::Result<Key> {
    match fs::read_to_string(path) {
        Ok(text) if text.trim().len() >= 32 => Ok(Key::of(text.trim())),
        Ok(_) => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "the inbox token is too short: delete the file for a new one",
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let token = Key::random_token();
            let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
            writeln!(file, "{token}")?;
            Ok(Key::of(&token))
        }
        Err(error) => Err(error),
    }
}

/// The JSON of a stored text; null if it is none, which a row that was checked on its way in cannot be.
pub(crate) fn stored_json(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_default()
}

/// Takes the folder for this process; None if another one has it. The system gives it back however the process ends.
fn lock(data: &Path) -> io::Result<Option<fs::File>> {
    let file = fs::OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(data.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(error),
    }
}
