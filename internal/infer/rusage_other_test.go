//go:build !unix

package infer

import "time"

func processorTime() time.Duration { return 0 }
