//go:build !amd64 && !arm64

package infer

// choose returns the kernels of a path.
func choose(p Path) (kernels, error) {
	if p == Fastest || p == Plain {
		return plain{}, nil
	}
	return nil, pathError(p)
}
