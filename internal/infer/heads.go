package infer

import (
	"cmp"
	"fmt"
)

// Heads takes the matrices of a model's heads out of its file, and keeps the
// first fault: what comes after one is of no use.
type Heads struct {
	model *Model
	err   error
}

// Heads begins taking heads.
func (m *Model) Heads() *Heads { return &Heads{model: m} }

// Err is the first fault.
func (h *Heads) Err() error { return h.err }

func (h *Heads) fail(name string, err error) {
	if err != nil && h.err == nil {
		h.err = fmt.Errorf("head %q: %w", name, err)
	}
}

// Linear is the matrix of a name, of so many inputs and outputs; outputs are
// not asked where they are 0. After a fault it is empty, never nil.
func (h *Heads) Linear(name string, inputs, outputs int) *Linear {
	x, err := h.model.Linear(name)
	if err == nil && (x.Inputs() != inputs || outputs > 0 && x.Outputs() != outputs) {
		err = fmt.Errorf("%d inputs and %d outputs, want %d and %d", x.Inputs(), x.Outputs(), inputs, outputs)
	}
	if err != nil {
		h.fail(name, err)
		return &Linear{}
	}
	return x
}

// Floats is the tensor of a name, if its shape fits.
func (h *Heads) Floats(name string, fits func(shape []int) bool) []float32 {
	x, shape, err := h.model.Floats(name)
	if err == nil && !fits(shape) {
		err = fmt.Errorf("shape %v", shape)
	}
	h.fail(name, err)
	return x
}

// Pairs is the head of pairs of a name, without its traits.
func (h *Heads) Pairs(name string, outputs int) Pairs {
	width := h.model.Config.Width
	seer := h.Linear(name+".seer", width, 0)
	return Pairs{Seer: seer, Seen: h.Linear(name+".seen", width, seer.Outputs()), Out: h.Linear(name+".out", seer.Outputs()/2, outputs)}
}

// Argmax is the index of the highest score, the first of equals.
func Argmax[T cmp.Ordered](scores []T) int {
	top := 0
	for i, v := range scores {
		if v > scores[top] {
			top = i
		}
	}
	return top
}
