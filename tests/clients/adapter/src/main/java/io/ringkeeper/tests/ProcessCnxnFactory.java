package io.ringkeeper.tests;

import org.apache.zookeeper.server.ServerCnxn;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * Lets a test server that is embedded in the JVM serve its clients from a process instead.
 *
 * <p>ZooKeeper takes the class that accepts connections from the system property {@code
 * zookeeper.serverCnxnFactory}. This one opens no socket: it starts a {@link ServerProcess} on the
 * port it was configured with, and kills it when it is shut down. The embedded server is started
 * too, because tests look at its beans and its state, but no client ever reaches it. The process
 * keeps its data inside the embedded server's own data folder, so a server that a test stops and
 * starts again finds what it had, and the folder goes away when the test deletes it.
 */
public final class ProcessCnxnFactory extends ServerCnxnFactory {
    /** What a test may set for the server in its own JVM, and the process must be told. */
    private static final List<String> FORWARDED =
            List.of(
                    "jute.maxbuffer",
                    "readonlymode.enabled",
                    "znode.container.checkIntervalMs",
                    "znode.container.maxNeverUsedIntervalMs",
                    "znode.container.maxPerMinute",
                    "zookeeper.DigestAuthenticationProvider.superDigest",
                    "zookeeper.enableEagerACLCheck",
                    "zookeeper.extendedTypesEnabled",
                    "zookeeper.maxCnxns",
                    "zookeeper.skipACL");

    private final CountDownLatch ended = new CountDownLatch(1);
    private InetSocketAddress address;
    private int maxClientCnxns;
    private ServerProcess process;

    /** What the test set for the server in its own JVM, as the process must be told it. */
    public static Map<String, String> propertiesToForward() {
        Map<String, String> properties = new TreeMap<>();
        for (String name : FORWARDED) {
            String value = System.getProperty(name);
            if (value != null) {
                properties.put(name, value);
            }
        }
        return properties;
    }

    @Override
    public void configure(InetSocketAddress configured, int maxcc, int backlog, boolean isSecure)
            throws IOException {
        if (isSecure) {
            throw new IOException("the process speaks no TLS");
        }
        // Port 0 means "any": the port is fixed here, since a test asks for it before a client
        // connects.
        int port = configured.getPort() == 0 ? ServerProcess.freePort() : configured.getPort();
        address = new InetSocketAddress(configured.getAddress(), port);
        maxClientCnxns = maxcc;
    }

    @Override
    public void reconfigure(InetSocketAddress changed) {
        throw new UnsupportedOperationException("the process keeps its port");
    }

    @Override
    public void startup(ZooKeeperServer zks, boolean startServer)
            throws IOException, InterruptedException {
        setZooKeeperServer(zks);
        if (startServer) {
            zks.startdata();
            zks.startup();
        }
        Map<String, String> config = new TreeMap<>();
        config.put("tickTime", Integer.toString(zks.getTickTime()));
        config.put("minSessionTimeout", Integer.toString(zks.getMinSessionTimeout()));
        config.put("maxSessionTimeout", Integer.toString(zks.getMaxSessionTimeout()));
        config.put("maxClientCnxns", Integer.toString(maxClientCnxns));
        Map<String, String> properties = propertiesToForward();
        // The embedded server's own files are in <data folder>/version-2.
        Path folder = zks.getTxnLogFactory().getSnapDir().toPath().resolveSibling("process");
        process = new ServerProcess(address.getPort(), folder, config, properties);
        process.start();
    }

    @Override
    public void start() {
        // There is no thread of ours to start: startup() has started the process.
    }

    @Override
    public void join() throws InterruptedException {
        ended.await();
    }

    @Override
    public void shutdown() {
        try {
            if (process != null) {
                process.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (zkServer != null) {
                zkServer.shutdown();
            }
            ended.countDown();
        }
    }

    @Override
    public void closeAll(ServerCnxn.DisconnectReason reason) {
        // Only called on the way to shutdown(), which closes every connection by ending the
        // process.
    }

    @Override
    public int getLocalPort() {
        return address.getPort();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return address;
    }

    @Override
    public int getMaxClientCnxnsPerHost() {
        return maxClientCnxns;
    }

    @Override
    public void setMaxClientCnxnsPerHost(int max) {
        maxClientCnxns = max;
    }

    @Override
    public int getSocketListenBacklog() {
        return -1;
    }

    @Override
    public Iterable<ServerCnxn> getConnections() {
        return List.of();
    }

    @Override
    public void resetAllConnectionStats() {
        // The process counts for itself.
    }

    @Override
    public Iterable<Map<String, Object>> getAllConnectionInfo(boolean brief) {
        return List.of();
    }
}
