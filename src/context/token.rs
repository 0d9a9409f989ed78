//! Claims of a signed token: what the shop vouches for. Here they are read, not verified: only the desk has the key, and it never takes
//! the browser's word for what they say.

use redress_engine::Json;

/// The desk looks at no longer one.
const LONGEST: usize = 64 * 1024;

/// Whether a text can be a token. What a link that was cut or made up brings along would only keep the complaint from being read.
pub fn is_one(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text.len() <= LONGEST && text.bytes().all(fits)
}

/// The claims of a JWT (RFC 7519: base64url of JSON, between the dots); None where there are none.
pub fn claims(token: &str) -> Option<Json> {
    Json::parse(&String::from_utf8(base64url(token.split('.').nth(1)?)?).ok()?).ok()
}

fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}
