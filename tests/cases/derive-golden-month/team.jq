.controls = {sast: .controls.sast, sca: .controls.sca}
