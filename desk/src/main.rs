//! The binary: reads the options, opens the desk, says where it is, serves until it is told to stop.

use std::io::{self, IsTerminal, Write as _};
use std::net::SocketAddr;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use redress_desk::outbox::worker;
use redress_desk::sweep;
use redress_desk::verify::{Verify, verify};
use redress_desk::{Command, Desk, Invocation, Options, StartError, router};
use tokio::net::TcpListener;
use tokio::signal;
use tokio::signal::unix::{Signal, SignalKind};
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let invocation = Invocation::parse();
    let options = match (invocation.command, invocation.options) {
        (Some(Command::Verify(wish)), _) => return verified(&wish),
        (None, Some(options)) => options,
        // clap asks for what is missing; this is for the type only.
        (None, None) => Invocation::command().error(ErrorKind::MissingRequiredArgument, "--data and --config").exit(),
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .init();
    match serve(&options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("redress-desk: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Says whether a receipt is genuine: 0 where it is, 1 where it is refused, 2 where it cannot be said.
fn verified(wish: &Verify) -> ExitCode {
    match verify(wish) {
        Ok(sentence) => {
            println!("{sentence}");
            ExitCode::SUCCESS
        }
        Err(error) if error.is_refusal() => {
            println!("{error}");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("redress-desk: {error}");
            ExitCode::from(2)
        }
    }
}

async fn serve(options: &Options) -> Result<(), StartError> {
    let io = |error| StartError::Io { path: options.listen.to_string().into(), error };
    // Bound first: links to the status page name the port, which may be any that is free.
    let listener = TcpListener::bind(options.listen).await.map_err(io)?;
    let address = listener.local_addr().map_err(io)?;
    let options = &Options { listen: address, ..options.clone() };
    let desk = Desk::open(options).await?;
    // Before anybody is told that it runs: from then on it may be told to stop.
    let terminate = signal::unix::signal(SignalKind::terminate());
    let mut lines = String::new();
    if options.widget.is_some() {
        lines.push_str(&format!("shop   http://{address}/\n"));
    }
    lines.push_str(&format!("inbox  http://{address}/inbox?token={}\n", desk.inbox.token()));
    // Whoever reads this through a pipe wants it now; a closed pipe is no reason not to serve.
    let _ = io::stdout().write_all(lines.as_bytes()).and_then(|()| io::stdout().flush());
    let (stop, told) = oneshot::channel::<()>();
    let worker = tokio::spawn(worker::run(desk.clone(), async {
        // Dropped rather than sent is told to stop just as well.
        let _ = told.await;
    }));
    let sweeping = desk.clone();
    let sweeper = tokio::spawn(async move { sweep::run(&sweeping).await });
    let service = router(desk.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(stopped(terminate)).await;
    // Requests that were finished last may have written messages: what of them is under way is finished, the rest waits for the next start.
    drop(stop);
    sweeper.abort();
    if let Err(error) = worker.await {
        tracing::error!(%error, "the outbox stopped early");
    }
    served.map_err(io)?;
    desk.store.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Ends when the process is told to stop: by Ctrl-C or, from a service manager, SIGTERM.
async fn stopped(terminate: io::Result<Signal>) {
    let terminated = async {
        match terminate {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be caught");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        _ = signal::ctrl_c() => {}
        () = terminated => {}
    }
    tracing::info!("stopping: requests under way are finished, no new ones taken");
}
