'transfer_scene_report_infos' => [
    ['info_type' => '活动名称', 'info_content' => '新会员有礼'], // one
    ['info_type' => '奖励说明', 'info_content' => '注册会员抽奖一等奖'],
],
