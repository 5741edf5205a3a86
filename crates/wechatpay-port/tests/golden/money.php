<?php
function refund($instance, $money, int $fee)
{
    $a = $money * 100;
    $b = intval($money * 100);
    $c = (int) round($money * 100);
    $d = bcmul($money, '100');
    $e = $fee + 1;
    return [$a, $b, $c, $d, $e];
}
