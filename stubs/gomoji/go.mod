// A stand-in; ARCHITECTURE.md tells why.
module github.com/forPelevin/gomoji

go 1.26.0
