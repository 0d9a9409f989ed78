<?php
// Plugin Name: Redress. Puts "Report a problem" under the order in "My account", on the thank-you page, and where guests track an order.
// Needs PHP 7.4 and WooCommerce 7 or later. Save it as wp-content/plugins/redress/redress.php, with sign.php beside it.

const REDRESS_LOADER = '/embed/redress.js';
const REDRESS_CONFIG = '/redress.json';

require_once __DIR__ . '/sign.php';

/** Money in the smallest unit of its currency, as a whole number. */
function redress_minor($amount, string $currency): int
{
    $zeros = ['JPY' => 0, 'KRW' => 0, 'VND' => 0, 'CLP' => 0, 'ISK' => 0, 'XAF' => 0, 'XOF' => 0, 'BHD' => 3, 'JOD' => 3, 'KWD' => 3, 'OMR' => 3, 'TND' => 3];
    return (int) round((float) $amount * 10 ** ($zeros[$currency] ?? 2));
}

/** What Redress should know of an order. */
function redress_context(WC_Order $order): array
{
    $currency = $order->get_currency();
    $known = fn ($value): bool => $value !== null && $value !== '' && $value !== false;
    $items = [];
    foreach ($order->get_items() as $id => $item) {
        $product = $item->get_product();
        $items[] = array_filter([
            'line' => (string) $id,
            'sku' => $product ? $product->get_sku() : '',
            'title' => $item->get_name(),
            'kind' => $product && $product->is_virtual() ? ($product->is_downloadable() ? 'digital' : 'service') : 'goods',
            'quantity' => $item->get_quantity(),
            'price' => redress_minor(((float) $item->get_subtotal() + (float) $item->get_subtotal_tax()) / max(1, $item->get_quantity()), $currency),
            'paid' => redress_minor((float) $item->get_total() + (float) $item->get_total_tax(), $currency),
            'image' => $product ? wp_get_attachment_image_url((int) $product->get_image_id(), 'thumbnail') : '',
        ], $known);
    }
    $placed = $order->get_date_created();
    return [
        'order' => array_filter([
            'number' => (string) $order->get_order_number(),
            'placedOn' => $placed ? $placed->date('Y-m-d') : null,
            'country' => $order->get_shipping_country() ?: $order->get_billing_country(),
            'currency' => $currency,
            'shipping' => redress_minor((float) $order->get_shipping_total() + (float) $order->get_shipping_tax(), $currency),
            'total' => redress_minor($order->get_total(), $currency),
            'paidWith' => $order->get_payment_method_title(),
        ], $known),
        'items' => $items,
        'customer' => array_filter(['name' => $order->get_formatted_billing_full_name(), 'email' => $order->get_billing_email()], $known),
    ];
}

// WooCommerce shows the table to those only who may see the order.
add_action('woocommerce_order_details_after_order_table', function (WC_Order $order): void {
    $context = redress_context($order);
    // In wp-config.php: define('REDRESS_SECRET', '…'), the secret that the desk's policy has.
    if (defined('REDRESS_SECRET')) {
        $context['token'] = redress_token($context, REDRESS_SECRET);
    }
    $config = esc_url(REDRESS_CONFIG);
    printf('<script async src="%s" data-config="%s"></script>', esc_url(REDRESS_LOADER), $config);
    printf(
        '<p><a class="button" href="mailto:%s" data-redress-open data-redress-order="%s">%s</a></p>',
        esc_attr(get_option('woocommerce_email_from_address')),
        esc_attr($context['order']['number']),
        esc_html__('Report a problem', 'redress')
    );
    // With "<" and "&" written so that no title can end the element.
    $json = json_encode($context, JSON_HEX_TAG | JSON_HEX_AMP | JSON_THROW_ON_ERROR);
    echo '<script type="application/json" data-redress-context>', $json, '</script>';
});
