<?php
/* Segments that are words of Rust, and a literal property. */
$instance->v3->{'merchant-service'}->return->use->_type_->postAsync([
    'type' => 'try',
    'json' => ['fn' => 'match', 'loop' => [1, 2, 3], 'none' => null],
])->then(function ($response) {
    echo $response->getHeaderLine('Request-ID'), PHP_EOL;
})->wait();
