<?php
// Signs what a shop's page tells Redress, so that its server can rely on it. PHP 7.4 or later, no extension.

/** A token (JWT, HS256) for a context: its 'order', 'items' and 'customer', and perhaps the customer's 'history'. */
function redress_token(array $context, string $secret, ?string $kid = null, int $lifetime = 3600): string
{
    $part = fn (string $data): string => rtrim(strtr(base64_encode($data), '+/', '-_'), '=');
    $header = ['alg' => 'HS256', 'typ' => 'JWT'] + ($kid === null ? [] : ['kid' => $kid]);
    $claims = array_intersect_key($context, array_flip(['order', 'items', 'customer', 'history']));
    $claims += ['iat' => time(), 'exp' => time() + $lifetime];
    // PHP writes an empty array as a list, and these two are objects: where there is nothing to say they are left out.
    foreach (['customer', 'history'] as $name) {
        if (empty($claims[$name])) {
            unset($claims[$name]);
        }
    }
    $signed = $part(json_encode($header, JSON_THROW_ON_ERROR)) . '.' . $part(json_encode($claims, JSON_THROW_ON_ERROR));
    return $signed . '.' . $part(hash_hmac('sha256', $signed, $secret, true));
}
