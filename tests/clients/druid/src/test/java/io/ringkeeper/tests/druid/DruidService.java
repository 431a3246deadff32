package io.ringkeeper.tests.druid;

import org.apache.curator.ensemble.fixed.FixedEnsembleProvider;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.retry.BoundedExponentialBackoffRetry;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * One Druid service as the server sees it: one Curator client, so one session, set up as Druid's
 * {@code CuratorModule} does.
 */
final class DruidService implements AutoCloseable {
    /** What Druid asks for unless it is told otherwise. */
    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(15);

    private final String host;
    private final CuratorFramework curator;

    /**
     * Connects and waits until the session is there.
     *
     * @param host how the service calls itself, {@code name:port}
     * @param connectString where the server is
     * @param sessionTimeout what to ask for
     */
    DruidService(String host, String connectString, Duration sessionTimeout)
            throws InterruptedException {
        this(host, settings(connectString, sessionTimeout));
    }

    private DruidService(String host, CuratorFrameworkFactory.Builder settings)
            throws InterruptedException {
        this.host = host;
        curator = settings.build();
        curator.start();
        curator.blockUntilConnected();
    }

    /**
     * A service with {@code druid.zk.service.acl=true}: everything it makes belongs to its user.
     *
     * @param user user and password, {@code name:password}
     */
    static DruidService secured(String host, String connectString, String user)
            throws InterruptedException {
        return new DruidService(
                host,
                settings(connectString, SESSION_TIMEOUT)
                        .authorization("digest", user.getBytes(StandardCharsets.UTF_8))
                        .aclProvider(
                                new ACLProvider() {
                                    @Override
                                    public List<ACL> getDefaultAcl() {
                                        return ZooDefs.Ids.CREATOR_ALL_ACL;
                                    }

                                    @Override
                                    public List<ACL> getAclForPath(String path) {
                                        return ZooDefs.Ids.CREATOR_ALL_ACL;
                                    }
                                }));
    }

    private static CuratorFrameworkFactory.Builder settings(
            String connectString, Duration sessionTimeout) {
        return CuratorFrameworkFactory.builder()
                .ensembleProvider(new FixedEnsembleProvider(connectString))
                .sessionTimeoutMs(Math.toIntExact(sessionTimeout.toMillis()))
                .connectionTimeoutMs(Math.toIntExact(CONNECTION_TIMEOUT.toMillis()))
                .retryPolicy(new BoundedExponentialBackoffRetry(1_000, 45_000, 29))
                .compressionProvider(new LenientGzip());
    }

    String host() {
        return host;
    }

    CuratorFramework curator() {
        return curator;
    }

    /** The id of the session this service has now. */
    long sessionId() throws Exception {
        return curator.getZookeeperClient().getZooKeeper().getSessionId();
    }

    /**
     * Makes sure that a persistent znode is there, as Druid does for folders that outlive services.
     */
    void ensureFolder(String path) throws Exception {
        if (curator.checkExists().forPath(path) == null) {
            try {
                curator.create()
                        .creatingParentsIfNeeded()
                        .withMode(CreateMode.PERSISTENT)
                        .forPath(path);
            } catch (KeeperException.NodeExistsException raced) {
                // Another service made it between the two calls, which is as good.
            }
        }
    }

    @Override
    public void close() {
        curator.close();
    }
}
