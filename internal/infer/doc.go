// Package infer runs a BERT-like transformer encoder on the CPU: text to
// WordPiece ids, ids to one vector a piece.
//
// # Shapes
//
// A sentence of n pieces, with the [CLS] before and the [SEP] after it, gives
// (n+2)×Width float32, row by row. Sentences of a [Batch] lie end to end,
// without padding; a piece attends to the pieces of its own sentence only.
// Matrices are row-major; a weight matrix has a row for every output, as in
// PyTorch. Widths are multiples of 16, the width of a strip (see below).
//
// # Quantisation
//
// A weight matrix is stored as integers of -127…127 with one scale an output
// channel. A row of activations x is quantised when it is needed: its channels
// are first multiplied by the matrix's smoothing factors, which take outliers
// out of the activations (the weights were divided by them when packed:
// SmoothQuant, arXiv 2211.10438), then mapped to 0…255 with a scale and a zero
// point of the row's own. Sums of products are exact in int32; one fused
// step takes them back to float32. The weights of two neighbouring inputs
// share a range (pairMax), because AVX2 adds their products in 16 bits;
// training/encoder cuts the few pairs that are beyond it and rounds weights so
// that the layer's output, not each weight, is nearest (GPTQ,
// arXiv 2210.17323). Word embeddings are int8 with a scale a row; attention,
// normalisation and GELU are float32.
//
// A file may hold float32 weights instead; then nothing is quantised.
//
// # Kernels
//
// The inner loops exist in plain Go and in assembler for AVX-512 VNNI, AVX2
// with FMA, and NEON with dot products; the fastest that the processor has is
// chosen when a model is loaded. The assembler is written by the program in
// _gen. All paths work in strips of 16 lanes, with the same fused
// multiply-adds and the same tree of sums, so all give the same bits: a ledger
// does not depend on the machine that read it.
//
// The tests compare every path that the processor has with plain Go. Those of
// arm64 run on other machines under qemu-user:
//
//	GOARCH=arm64 go test -c -o infer.test ./internal/infer
//	cd internal/infer && qemu-aarch64 -cpu max ../../infer.test -test.skip TestGenerated
//
// With CHANCERY_MODELS naming a folder with minilm-l6.int8 and
// minilm-l6.float32 (training/encoder/pack.py makes them), the tests and
// benchmarks take those weights as well.
//
// # Sources
//
// The architecture is Devlin et al., BERT (arXiv 1810.04805), the sizes those
// of Wang et al., MiniLM (arXiv 2002.10957); the tokenizer agrees with the
// BertNormalizer, BertPreTokenizer and WordPiece of Hugging Face's tokenizers.
package infer

//go:generate go run ./_gen
