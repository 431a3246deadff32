// The etcd server, as its own main program starts it. What it is built from is pinned by go.mod and
// go.sum; scripts/fetch-etcd builds it.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	etcdmain.Main(os.Args)
}
