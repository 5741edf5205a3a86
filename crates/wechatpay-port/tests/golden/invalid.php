<?php
$instance->v3->certificates->get();
$x = [1, 2;
echo 'done';
