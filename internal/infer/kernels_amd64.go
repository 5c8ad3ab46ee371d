package infer

import "golang.org/x/sys/cpu"

// choose returns the kernels of a path.
func choose(p Path) (kernels, error) {
	x := &cpu.X86
	hasAVX2 := x.HasAVX2 && x.HasFMA
	hasAVX512 := x.HasAVX512F && x.HasAVX512BW && x.HasAVX512VL && x.HasAVX512DQ && x.HasAVX512VNNI
	switch {
	case hasAVX512 && (p == Fastest || p == AVX512):
		return avx512{}, nil
	case hasAVX2 && (p == Fastest || p == AVX2):
		return avx2{}, nil
	case p == Fastest || p == Plain:
		return plain{}, nil
	}
	return nil, pathError(p)
}
