package infer

import "golang.org/x/sys/cpu"

// choose returns the kernels of a path.
func choose(p Path) (kernels, error) {
	switch {
	case cpu.ARM64.HasASIMDDP && (p == Fastest || p == NEON):
		return neon{}, nil
	case p == Fastest || p == Plain:
		return plain{}, nil
	}
	return nil, pathError(p)
}
