// Fixes which release of go-zookeeper is fetched for its tests; there is no Go code here.
module io.ringkeeper/tests/gozk

go 1.13

require github.com/go-zookeeper/zk v1.0.4
