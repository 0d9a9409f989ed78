//! Cases in the database: where each stands, its history, and what the inbox asks about many of them.

use jiff::Timestamp;
use redress_engine::read::Write;
use redress_engine::{Day, Json};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};
use uuid::Uuid;

use super::sqlite::{SELECT, complaint, file, insert_files, whole};
use super::{Row, Sqlite, Store, enqueue};
use crate::cases::state::after;
use crate::cases::{By, Entry, Event, Kind, Recorded, Standing, State};
use crate::desk::stored_json;
use crate::limits;
use crate::outbox::Draft;

/// Which cases a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// All of them.
    #[default]
    All,
    /// Those in which it is the shop's turn.
    Open,
    /// Those that wait for the shopper.
    Waiting,
    /// Those that are granted.
    Approved,
    /// Those that are over.
    Closed,
    /// Those that are not over.
    Current,
}

impl View {
    /// The views of the list's tabs, with the words of the address.
    pub const ALL: [(View, &str); 6] = [
        (View::All, "all"),
        (View::Open, "open"),
        (View::Waiting, "waiting"),
        (View::Approved, "approved"),
        (View::Closed, "closed"),
        (View::Current, "current"),
    ];

    fn sql(self) -> &'static str {
        match self {
            View::All => "1",
            View::Open => "(cases.unanswered OR cases.state = 'open')",
            View::Waiting => "cases.state = 'waiting-for-shopper'",
            View::Approved => "cases.state = 'approved'",
            View::Closed => "cases.state IN ('closed', 'withdrawn')",
            View::Current => "cases.state NOT IN ('closed', 'withdrawn')",
        }
    }
}

/// What a list of cases is to show.
#[derive(Debug, Clone, Default)]
pub struct Filter<'a> {
    /// Which cases.
    pub view: View,
    /// Only those of this queue.
    pub queue: Option<&'a str>,
    /// Only those about this product.
    pub product: Option<&'a str>,
    /// Only those with this reason.
    pub reason: Option<&'a str>,
    /// Only those that came at this moment or later, RFC 3339.
    pub since: Option<&'a str>,
}

/// Where a page of the list begins: after the case of this rank and order of arrival.
pub type Place = (i64, i64);

/// The same trouble with the same product, in several orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Article number, or title.
    pub product: String,
    /// What people call it.
    pub title: String,
    /// `<step>.<option>`.
    pub reason: String,
    /// The option in the shop's language.
    pub label: String,
    /// Orders since the earlier moment.
    pub month: usize,
    /// Orders since the later one.
    pub week: usize,
}

/// Overdue and dangerous first, then what the shop has to answer, then what it has granted or said, then what waits for the shopper, then what is over.
const RANK: &str =
    "CASE WHEN cases.unanswered AND (cases.answer_by < ?1 OR cases.kind = 'safety') THEN 0 WHEN cases.unanswered THEN 1
    WHEN cases.state IN ('open', 'approved') THEN 2 WHEN cases.state = 'waiting-for-shopper' THEN 3 ELSE 4 END";
/// The conditions of a filter, bound as ?2 to ?5.
const FILTER: &str = "(?2 IS NULL OR complaints.id IN (SELECT complaint FROM queues WHERE queue = ?2))
    AND (?3 IS NULL OR complaints.id IN (SELECT complaint FROM reasons WHERE product = ?3 AND (?4 IS NULL OR reason = ?4)))
    AND (?5 IS NULL OR complaints.received_at >= ?5)";

impl Store {
    /// The complaint that a token of a case names.
    pub async fn by_token(&self, token: &str) -> Result<Option<Uuid>, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        let id = sqlx::query_scalar::<_, String>("SELECT complaint FROM cases WHERE token = ?").bind(token);
        Ok(id.fetch_optional(&sqlite.0).await?.and_then(|id| Uuid::try_parse(&id).ok()))
    }

    /// Whether a form was taken before.
    pub async fn has_form(&self, complaint: Uuid, form: &str) -> Result<bool, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        let query = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM events WHERE complaint = ? AND form = ?)");
        query.bind(complaint.to_string()).bind(form).fetch_one(&sqlite.0).await
    }

    /// The history of a case, oldest first.
    pub async fn events(&self, complaint: Uuid) -> Result<Vec<Event>, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.events(complaint).await
    }

    /// Adds an event, if it may follow on what the case is now, and in the same transaction the messages that `drafts` makes of where the
    /// case then stands and of the event's place.
    pub async fn record(
        &self,
        complaint: Uuid,
        entry: &Entry,
        now: Timestamp,
        drafts: &(dyn Fn(&Standing, i64) -> Vec<Draft> + Sync),
    ) -> Result<Recorded, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        let (_turn, mut transaction) = sqlite.write().await?;
        let (recorded, standing) = record(&mut transaction, complaint, entry).await?;
        if let Recorded::Done(seq) = recorded {
            for draft in drafts(&standing, seq) {
                enqueue(&mut transaction, &draft, now).await?;
            }
            transaction.commit().await?;
        }
        Ok(recorded)
    }

    /// One page of a list and the place after it, if there is more: at most `most` cases after `place`. `today` is the shop's civil date.
    pub async fn list(
        &self,
        filter: &Filter<'_>,
        today: Day,
        place: Option<Place>,
        most: usize,
    ) -> Result<(Vec<Row>, Option<Place>), sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.list(filter, today, place, most).await
    }

    /// How many cases each view has, in the order of [`View::ALL`].
    pub async fn counts(&self, filter: &Filter<'_>) -> Result<Vec<usize>, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.counts(filter).await
    }

    /// How many cases are overdue on the shop's civil date `today`.
    pub async fn overdue(&self, today: Day) -> Result<usize, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        let query = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM cases WHERE unanswered AND answer_by < ?");
        Ok(usize::try_from(query.bind(today.iso()).fetch_one(&sqlite.0).await?).unwrap_or_default())
    }

    /// The same trouble with the same product in at least `least` orders since `month`, in cases that are not over; most first. Each order
    /// counts once, however many complaints there are about it.
    pub async fn patterns(&self, month: &str, week: &str, least: usize) -> Result<Vec<Pattern>, sqlx::Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.patterns(month, week, least).await
    }
}

impl Sqlite {
    async fn events(&self, complaint: Uuid) -> Result<Vec<Event>, sqlx::Error> {
        let id = complaint.to_string();
        let query = sqlx::query("SELECT * FROM events WHERE complaint = ? ORDER BY seq").bind(&id);
        let mut events: Vec<Event> = query.fetch_all(&self.0).await?.iter().map(event).collect::<Result<_, _>>()?;
        let files = sqlx::query("SELECT * FROM attachments WHERE complaint = ? AND event > 0 ORDER BY rowid").bind(&id);
        for row in &files.fetch_all(&self.0).await? {
            let file = file(row)?;
            if let Some(event) = events.iter_mut().find(|event| event.seq == file.event) {
                event.files.push(file);
            }
        }
        Ok(events)
    }

    async fn list(
        &self,
        filter: &Filter<'_>,
        today: Day,
        place: Option<Place>,
        most: usize,
    ) -> Result<(Vec<Row>, Option<Place>), sqlx::Error> {
        // Ranked first, and only those shown are read in whole.
        let view = filter.view.sql();
        let query = sqlx::query(sqlx::AssertSqlSafe(format!(
            "WITH ranked AS (SELECT complaints.id, complaints.seq, {RANK} AS rank FROM complaints JOIN cases ON cases.complaint = complaints.id
                 WHERE {view} AND {FILTER}),
             shown AS (SELECT id, rank FROM ranked WHERE rank > ?6 OR (rank = ?6 AND seq < ?7) ORDER BY rank, seq DESC LIMIT ?8)
             SELECT whole.*, shown.rank FROM ({SELECT}) AS whole JOIN shown ON shown.id = whole.id ORDER BY shown.rank, whole.seq DESC"
        )));
        let (rank, seq) = place.unwrap_or((-1, 0));
        // One more than a page holds tells whether there is another.
        let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
        let query = query.bind(today.iso()).bind(filter.queue).bind(filter.product).bind(filter.reason);
        let rows = query.bind(filter.since).bind(rank).bind(seq).bind(limit).fetch_all(&self.0).await?;
        let last = rows.get(most.saturating_sub(1)).filter(|_| rows.len() > most);
        let next = last.map(|row| Ok::<_, sqlx::Error>((row.try_get("rank")?, row.try_get("seq")?))).transpose()?;
        Ok((rows.iter().take(most).map(complaint).collect::<Result<_, _>>()?, next))
    }

    async fn counts(&self, filter: &Filter<'_>) -> Result<Vec<usize>, sqlx::Error> {
        let columns: Vec<String> = View::ALL.iter().map(|(view, _)| format!("total({})", view.sql())).collect();
        let query = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {}, ?1 FROM complaints JOIN cases ON cases.complaint = complaints.id WHERE {FILTER}",
            columns.join(", ")
        )));
        let query = query.bind("").bind(filter.queue).bind(filter.product).bind(filter.reason).bind(filter.since);
        let row = query.fetch_one(&self.0).await?;
        (0..columns.len()).map(|at| Ok(row.try_get::<f64, _>(at)? as usize)).collect()
    }

    async fn patterns(&self, month: &str, week: &str, least: usize) -> Result<Vec<Pattern>, sqlx::Error> {
        let query = sqlx::query(
            "SELECT product, reason, max(complaints.seq), title, label,
                 count(DISTINCT coalesce(nullif(order_number, ''), complaints.id)) AS month,
                 count(DISTINCT CASE WHEN received_at >= ?2 THEN coalesce(nullif(order_number, ''), complaints.id) END) AS week
             FROM reasons JOIN complaints ON complaints.id = reasons.complaint JOIN cases ON cases.complaint = reasons.complaint
             WHERE received_at >= ?1 AND state NOT IN ('closed', 'withdrawn')
             GROUP BY product, reason HAVING month >= ?3 ORDER BY week DESC, month DESC, title LIMIT ?4",
        );
        let most = i64::try_from(limits::PATTERNS).unwrap_or(i64::MAX);
        let query = query.bind(month).bind(week).bind(i64::try_from(least).unwrap_or(i64::MAX)).bind(most);
        let pattern = |row: &SqliteRow| {
            Ok(Pattern {
                product: row.try_get("product")?,
                title: row.try_get("title")?,
                reason: row.try_get("reason")?,
                label: row.try_get("label")?,
                month: whole(row, "month")?,
                week: whole(row, "week")?,
            })
        };
        query.fetch_all(&self.0).await?.iter().map(pattern).collect()
    }
}

/// Makes the case of a complaint that is being stored, in the same transaction.
pub(super) async fn open_case(connection: &mut SqliteConnection, row: &Row) -> Result<(), sqlx::Error> {
    let id = row.id.to_string();
    let mut case = row.case.clone();
    if let Some(entry) = &row.feedback
        && attach(connection, row, entry).await?
        && entry.is_vouched()
    {
        // It is dealt with where it belongs.
        case = Standing { state: State::Closed, unanswered: false, answer_by: None, ..case };
    }
    sqlx::query("INSERT INTO cases (complaint, token, state, unanswered, answer_by, kind, order_number) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(&id)
        .bind(&case.token)
        .bind(case.state.as_str())
        .bind(case.unanswered)
        .bind(case.answer_by.map(Day::iso))
        .bind(row.kind.as_str())
        .bind(&row.order_number)
        .execute(&mut *connection)
        .await?;
    let received = Event { at: row.received_at.clone(), ..Event::default() };
    insert(connection, &id, 1, &Entry { event: received.clone(), ..Entry::default() }).await?;
    if case.state == State::Approved {
        let data = Json::map([("instant", true.into())]);
        let event = Event { by: By::Desk, kind: Kind::Approved, data, ..received };
        insert(connection, &id, 2, &Entry { event, ..Entry::default() }).await?;
    }
    for reason in &row.reasons {
        sqlx::query("INSERT OR IGNORE INTO reasons (complaint, product, title, reason, label) VALUES (?, ?, ?, ?, ?)")
            .bind(&id)
            .bind(&reason.product)
            .bind(&reason.title)
            .bind(&reason.reason)
            .bind(&reason.label)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Adds a feedback to the newest case of its order that is not over, else to the newest that was closed; says whether there is one. What the
/// shop vouches for goes to a case that it vouches for, if there is one: anybody can name an order, and read what comes into the case.
async fn attach(connection: &mut SqliteConnection, row: &Row, entry: &Entry) -> Result<bool, sqlx::Error> {
    let query = sqlx::query_scalar::<_, String>(
        "SELECT complaints.id FROM cases JOIN complaints ON complaints.id = cases.complaint
         WHERE order_number = ?1 AND kind <> 'feedback' AND state <> 'withdrawn'
         ORDER BY ?2 AND signed_order IS NOT ?1, state = 'closed', seq DESC LIMIT 1",
    );
    let found = query.bind(&row.order_number).bind(entry.is_vouched()).fetch_optional(&mut *connection).await?;
    let Some(target) = found.and_then(|id| Uuid::try_parse(&id).ok()) else { return Ok(false) };
    Ok(matches!(record(connection, target, entry).await?, (Recorded::Done(_), _)))
}

/// How it went, and where the case stands then.
async fn record(
    connection: &mut SqliteConnection,
    complaint: Uuid,
    entry: &Entry,
) -> Result<(Recorded, Standing), sqlx::Error> {
    let id = complaint.to_string();
    let query = sqlx::query("SELECT * FROM cases WHERE complaint = ?").bind(&id);
    let standing = standing(&query.fetch_one(&mut *connection).await?)?;
    let before = sqlx::query_scalar::<_, bool>("SELECT EXISTS (SELECT 1 FROM events WHERE complaint = ? AND form = ?)");
    if entry.form.is_some() && before.bind(&id).bind(&entry.form).fetch_one(&mut *connection).await? {
        return Ok((Recorded::Before, standing));
    }
    let last: i64 = sqlx::query_scalar("SELECT coalesce(max(seq), 0) FROM events WHERE complaint = ?")
        .bind(&id)
        .fetch_one(&mut *connection)
        .await?;
    if entry.seen.is_some_and(|seen| seen != last) {
        return Ok((Recorded::Stale, standing));
    }
    if entry.event.by == By::Shopper && !entry.event.kind.ends() && is_full(connection, &id, entry).await? {
        return Ok((Recorded::Full, standing));
    }
    let seq = last + 1;
    let Some(next) = after(&standing, entry, seq) else { return Ok((Recorded::NotNow, standing)) };
    insert(connection, &id, seq, entry).await?;
    let files: Vec<_> = entry.event.files.iter().map(|file| super::FileRow { event: seq, ..file.clone() }).collect();
    insert_files(connection, complaint, &files).await?;
    sqlx::query("UPDATE cases SET state = ?, owner = ?, unanswered = ?, answer_by = ?, offer = ? WHERE complaint = ?")
        .bind(next.state.as_str())
        .bind(&next.owner)
        .bind(next.unanswered)
        .bind(next.answer_by.map(Day::iso))
        .bind(next.offer)
        .bind(&id)
        .execute(&mut *connection)
        .await?;
    Ok((Recorded::Done(seq), next))
}

/// Whether the shopper has sent as much as a case takes: since the shop last wrote, in all, or in bytes.
async fn is_full(connection: &mut SqliteConnection, id: &str, entry: &Entry) -> Result<bool, sqlx::Error> {
    // What nobody vouches for has a small room of its own: a stranger who knows an order's number must not fill the shopper's.
    let unsigned = !entry.is_vouched();
    let query = sqlx::query(
        "SELECT count(*) AS events,
             coalesce(sum(seq > (SELECT coalesce(max(seq), 0) FROM events WHERE complaint = ?1 AND \"by\" = 'shop')), 0) AS unread,
             (SELECT coalesce(sum(bytes), 0) FROM attachments WHERE complaint = ?1 AND event > 0) AS bytes
         FROM events WHERE complaint = ?1 AND \"by\" = 'shopper' AND ((data ->> '$.unsigned') IS NOT NULL) = ?2",
    );
    let row = query.bind(id).bind(unsigned).fetch_one(connection).await?;
    if unsigned {
        return Ok(whole(&row, "events")? >= limits::CASE_UNSIGNED);
    }
    let bytes: usize = entry.event.files.iter().map(|file| file.bytes).sum();
    Ok(whole(&row, "events")? >= limits::CASE_EVENTS
        || whole(&row, "unread")? >= limits::CASE_UNREAD
        || whole(&row, "bytes")? + bytes > limits::CASE_BYTES)
}

async fn insert(connection: &mut SqliteConnection, id: &str, seq: i64, entry: &Entry) -> Result<(), sqlx::Error> {
    let Event { at, by, agent, kind, text, data, .. } = &entry.event;
    let data = if data.is_blank() { "{}".into() } else { data.to_json().to_text() };
    let query = sqlx::query(
        "INSERT INTO events (complaint, seq, at, \"by\", agent, kind, text, data, form) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    );
    let query = query.bind(id).bind(seq).bind(at).bind(by.as_str()).bind(agent).bind(kind.as_str());
    query.bind(text).bind(data).bind(&entry.form).execute(connection).await.map(|_| ())
}

fn event(row: &SqliteRow) -> Result<Event, sqlx::Error> {
    Ok(Event {
        seq: row.try_get("seq")?,
        at: row.try_get("at")?,
        by: By::from_word(row.try_get("by")?).unwrap_or_default(),
        agent: row.try_get("agent")?,
        kind: Kind::from_word(row.try_get("kind")?).unwrap_or_default(),
        text: row.try_get("text")?,
        data: stored_json(row.try_get("data")?),
        files: Vec::new(),
    })
}

pub(super) fn standing(row: &SqliteRow) -> Result<Standing, sqlx::Error> {
    let day = row.try_get::<Option<String>, _>("answer_by")?;
    Ok(Standing {
        token: row.try_get("token")?,
        state: State::from_word(row.try_get("state")?).unwrap_or_default(),
        owner: row.try_get("owner")?,
        unanswered: row.try_get("unanswered")?,
        answer_by: day.as_deref().and_then(Day::parse),
        offer: row.try_get("offer")?,
    })
}
