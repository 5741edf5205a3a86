<?php
function states(array $orders, string $filter = '', ?string $note = null): array
{
    $result = [];
    foreach ($orders as $no => $order) {
        if ($filter !== '' && $order['state'] !== $filter) {
            continue;
        }
        switch ($order['state']) {
            case 'SUCCESS':
            case 'REFUND':
                $label = 'paid';
                break;
            default:
                $label = 'open';
        }
        $kind = match ($label) { 'paid' => 1, 'open' => 2 };
        $result[] = ['no' => $no, 'label' => $label, 'kind' => $kind, 'note' => $note ?? 'none'];
    }
    $count = 0;
    while ($count < 3) {
        $count++;
    }
    if (count($result) > $count) {
        $text = 'many';
    } else {
        $text = isset($orders['x']['y']) ? 'x' : 'few';
    }
    return ['text' => $text, 'list' => $result];
}
