.controls = {sast: {applies: "true", window_days: 31}, dast: {applies: "true", window_days: 7}, sca: {applies: "true", window_days: 31},
  mobile: {applies: ".mobile == true", window_days: 31}, api: {applies: ".api_exposed == true", window_days: 31}}
