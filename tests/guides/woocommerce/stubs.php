<?php
// What redress.php uses of WordPress and WooCommerce, as their reference describes it, with one order of a guest.

$actions = [];
function add_action(string $hook, callable $run): void { global $actions; $actions[$hook] = $run; }
function esc_url(string $url): string { return htmlspecialchars($url, ENT_QUOTES); }
function esc_attr(string $text): string { return htmlspecialchars($text, ENT_QUOTES); }
function esc_html__(string $text, string $domain): string { return htmlspecialchars($text); }
function get_option(string $name): string { return $name === 'woocommerce_email_from_address' ? 'help@shop.example' : ''; }
function wp_get_attachment_image_url(int $id, string $size) { return $id ? '/demo/kettle.svg' : false; }

class WC_Product
{
    private bool $virtual;
    public function __construct(bool $virtual) { $this->virtual = $virtual; }
    public function get_sku(): string { return $this->virtual ? '' : 'K'; }
    public function is_virtual(): bool { return $this->virtual; }
    public function is_downloadable(): bool { return $this->virtual; }
    public function get_image_id(): string { return $this->virtual ? '' : '7'; }
}

class WC_Order_Item_Product
{
    private array $data;
    public function __construct(array $data) { $this->data = $data; }
    public function __call(string $name, array $arguments) { return $this->data[substr($name, 4)]; }
}

/** Answers `get_…` with what it was given, and nothing else. */
class WC_Order
{
    private array $data;
    public function __construct(array $data) { $this->data = $data; }
    public function __call(string $name, array $arguments) { return $this->data[substr($name, 4)]; }
}

class WC_DateTime extends DateTime
{
    public function date(string $format): string { return $this->format($format); }
}

function the_order(): void
{
    global $actions;
    // WooCommerce gives amounts as decimals in text; a discount of 10 % was taken off the kettles.
    $kettles = ['product' => new WC_Product(false), 'name' => 'Travel kettle </script> & lid', 'quantity' => 2,
        'subtotal' => '82.352941', 'subtotal_tax' => '15.647059', 'total' => '74.117647', 'total_tax' => '14.082353'];
    $recipes = ['product' => new WC_Product(true), 'name' => 'Tea recipes', 'quantity' => 1,
        'subtotal' => '8.40', 'subtotal_tax' => '1.60', 'total' => '8.40', 'total_tax' => '1.60'];
    $order = new WC_Order([
        'currency' => 'EUR', 'order_number' => 'W-1001', 'date_created' => new WC_DateTime('2026-11-02 09:30:00'),
        'shipping_country' => '', 'billing_country' => 'DE', 'shipping_total' => '4.12', 'shipping_tax' => '0.78', 'total' => '103.10',
        'payment_method_title' => 'PayPal', 'formatted_billing_full_name' => 'Ida Kern', 'billing_email' => 'ida@example.org',
        'items' => [11 => new WC_Order_Item_Product($kettles), 12 => new WC_Order_Item_Product($recipes)],
    ]);
    $actions['woocommerce_order_details_after_order_table']($order);
}
