<?php
// Tells whether a call comes from your Redress desk. PHP 8.0 or later, no packages.

/** $headers with lower-case names, $body as it came: file_get_contents('php://input'). */
function redress_verify(string $secret, array $headers, string $body, ?int $now = null): bool
{
    $key = base64_decode(substr($secret, strlen('whsec_')));
    $signed = $headers['webhook-id'] . '.' . $headers['webhook-timestamp'] . '.' . $body;
    $wanted = 'v1,' . base64_encode(hash_hmac('sha256', $signed, $key, true));
    $fresh = abs(($now ?? time()) - (int) $headers['webhook-timestamp']) < 300;
    foreach (explode(' ', $headers['webhook-signature']) as $given) {
        if ($fresh && hash_equals($wanted, $given)) {
            return true;
        }
    }
    return false;
}
