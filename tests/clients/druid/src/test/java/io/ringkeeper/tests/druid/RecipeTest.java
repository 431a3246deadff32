package io.ringkeeper.tests.druid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.ringkeeper.tests.ServerProcess;

import org.apache.curator.utils.ZKPaths;
import org.apache.zookeeper.data.Stat;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What every recipe test has: a server that can be killed, services connected to it, and what must
 * hold after the server came back.
 */
abstract class RecipeTest {
    /** Longer than anything takes that works; a wait ends as soon as what it waits for is true. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;

    private ServerProcess server;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<DruidService> services = new ArrayList<>();

    @BeforeEach
    void startServer() throws Exception {
        server = new ServerProcess(ServerProcess.freePort(), folder, zooCfg(), systemProperties());
        server.start();
    }

    @AfterEach
    void closeEverything() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        server.close();
    }

    /** Lines of zoo.cfg that differ from the defaults. */
    Map<String, String> zooCfg() {
        return Map.of("tickTime", "2000");
    }

    /** System properties the server is started with. */
    Map<String, String> systemProperties() {
        return Map.of();
    }

    ServerProcess server() {
        return server;
    }

    /** A connected service with Druid's own session timeout; closed after the test. */
    DruidService service(String host) throws Exception {
        return service(host, server.connectString(), DruidService.SESSION_TIMEOUT);
    }

    /** A connected service; closed after the test. */
    DruidService service(String host, String connectString, Duration sessionTimeout)
            throws Exception {
        return remember(new DruidService(host, connectString, sessionTimeout));
    }

    /** A connected service whose znodes belong to its user; closed after the test. */
    DruidService securedService(String host, String user) throws Exception {
        return remember(DruidService.secured(host, server.connectString(), user));
    }

    private DruidService remember(DruidService service) {
        services.add(service);
        return closeLater(service);
    }

    /** Closes what a test opened, last first, when the test is over. */
    <T extends AutoCloseable> T closeLater(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Waits for something to become true, and fails with its name if it does not. */
    static ConditionFactory eventually(String what) {
        return Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions();
    }

    /**
     * SIGKILLs the server, leaves the services alone for a while, and starts it again on the same
     * data.
     */
    void killAndRestart(Duration down) throws Exception {
        server.kill();
        Thread.sleep(down.toMillis());
        server.start();
    }

    /**
     * Waits until the service has found the server again. A service that stops while it is cut off
     * cannot say so, and its session lives on until it expires.
     */
    static void awaitConnected(DruidService service) {
        eventually("it is connected again")
                .until(() -> service.curator().checkExists().forPath("/") != null);
    }

    /** Every service's session, in the order the services were made. */
    List<Long> sessionIds() throws Exception {
        List<Long> ids = new ArrayList<>();
        for (DruidService service : services) {
            ids.add(service.sessionId());
        }
        return ids;
    }

    /** The ephemeral znodes of the tree and the sessions that own them. */
    static Map<String, Long> ephemerals(DruidService observer) throws Exception {
        Map<String, Long> found = new HashMap<>();
        Deque<String> left = new ArrayDeque<>(List.of("/"));
        while (!left.isEmpty()) {
            String path = left.pop();
            Stat stat = observer.curator().checkExists().forPath(path);
            if (stat == null) {
                continue;
            }
            if (stat.getEphemeralOwner() != 0) {
                found.put(path, stat.getEphemeralOwner());
            } else {
                for (String child : observer.curator().getChildren().forPath(path)) {
                    left.push(ZKPaths.makePath(path, child));
                }
            }
        }
        return found;
    }

    /** Fails if an ephemeral znode belongs to a session that none of the services has. */
    void assertNoOrphans(DruidService observer) throws Exception {
        Map<String, Long> orphans = ephemerals(observer);
        Set<Long> alive = new HashSet<>(sessionIds());
        orphans.values().removeIf(alive::contains);
        assertEquals(Map.of(), orphans, "ephemeral znodes of sessions that are gone");
    }

    /** The znode's owner; fails if there is no such znode. */
    static long ownerOf(DruidService observer, String path) throws Exception {
        Stat stat = observer.curator().checkExists().forPath(path);
        assertNotNull(stat, path);
        return stat.getEphemeralOwner();
    }
}
