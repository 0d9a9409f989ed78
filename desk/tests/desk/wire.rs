//! Wire: a sender on a real connection, which can be stopped at any byte.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::multipart::BOUNDARY;

/// A connection that is kept open from one complaint to the next.
pub struct Wire(TcpStream);

impl Wire {
    pub async fn to(address: &str) -> io::Result<Wire> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Wire(stream))
    }

    /// Sends a complaint; status and body of the answer.
    pub async fn post(&mut self, key: &str, body: &[u8]) -> io::Result<(u16, Vec<u8>)> {
        self.begin(key, body.len()).await?;
        self.write(body).await?;
        self.answer().await
    }

    /// Sends the head of a request whose body has so many bytes.
    pub async fn begin(&mut self, key: &str, length: usize) -> io::Result<()> {
        let head = format!(
            "POST /api/complaints HTTP/1.1\r\nHost: desk\r\nIdempotency-Key: {key}\r\nContent-Length: {length}\r\n\
             Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
        );
        self.write(head.as_bytes()).await
    }

    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes).await
    }

    /// Waits until an answer has begun to come, and leaves it where it is.
    pub async fn is_answered(&self) -> io::Result<()> {
        match self.0.peek(&mut [0]).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// Reads an answer to its end.
    pub async fn answer(&mut self) -> io::Result<(u16, Vec<u8>)> {
        let mut bytes = Vec::new();
        loop {
            if self.0.read_buf(&mut bytes).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:")).map(str::trim);
            let length: usize = length.and_then(|length| length.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
            if bytes.len() >= end + 4 + length {
                let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
                return Ok((status.ok_or(io::ErrorKind::InvalidData)?, bytes.split_off(end + 4)));
            }
        }
    }
}
