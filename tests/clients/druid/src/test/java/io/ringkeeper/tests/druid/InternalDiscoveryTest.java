package io.ringkeeper.tests.druid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.PathChildrenCache;
import org.apache.curator.framework.recipes.cache.PathChildrenCacheEvent;
import org.apache.curator.utils.ZKPaths;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Services find each other through {@code /druid/internal-discovery/<ROLE>/<host>}. */
class InternalDiscoveryTest extends RecipeTest {
    private static final String HISTORICALS = "/druid/internal-discovery/HISTORICAL";

    @Test
    void nobodyIsLostOrAnnouncedTwiceByARestart() throws Exception {
        DruidService broker = service("broker:8082");
        // The watcher comes first, so the role's folder is a container, as on a fresh Druid.
        View view = closeLater(new View(broker, HISTORICALS));
        Map<String, DruidService> announcing = new TreeMap<>();
        for (int i = 0; i < 5; i++) {
            String host = "historical-" + i + ":8083";
            announcing.put(host, announce(host));
        }
        eventually("the broker sees all").until(() -> view.hosts().equals(describe(announcing)));
        Map<String, Long> before = ephemerals(broker);
        List<Long> sessions = sessionIds();
        view.forgetEvents();

        killAndRestart(Duration.ofSeconds(5));
        DruidService late = announce("historical-late:8083");
        announcing.put(late.host(), late);

        eventually("the broker sees the newcomer")
                .until(() -> view.hosts().equals(describe(announcing)));
        assertEquals(sessions, sessionIds().subList(0, sessions.size()), "the sessions survive");
        Map<String, Long> after = ephemerals(broker);
        assertEquals(late.sessionId(), after.remove(HISTORICALS + "/" + late.host()));
        assertEquals(before, after, "the same znodes with the same owners");
        assertEquals(
                List.of(), view.events(PathChildrenCacheEvent.Type.CHILD_REMOVED), "nobody left");
    }

    @Test
    void aServiceThatStopsIsSeenToLeave() throws Exception {
        DruidService broker = service("broker:8082");
        View view = closeLater(new View(broker, HISTORICALS));
        DruidService historical = announce("historical:8083");
        eventually("it is seen").until(() -> view.hosts().size() == 1);

        historical.close();

        eventually("it is gone").until(() -> view.hosts().isEmpty());
        assertEquals(
                List.of(HISTORICALS + "/historical:8083"),
                view.events(PathChildrenCacheEvent.Type.CHILD_REMOVED));
    }

    @Test
    void aServiceThatIsCutOffExpiresAndComesBackWithANewOwner() throws Exception {
        DruidService broker = service("broker:8082");
        View view = closeLater(new View(broker, HISTORICALS));
        Link link = closeLater(new Link(server().port()));
        DruidService historical =
                service("historical:8083", link.connectString(), Duration.ofSeconds(4));
        announceBy(historical);
        eventually("it is seen").until(() -> view.hosts().size() == 1);
        long lost = historical.sessionId();

        link.cut();
        eventually("it expires").until(() -> view.hosts().isEmpty());
        link.mend();

        eventually("it is back").until(() -> view.hosts().size() == 1);
        long owner = ownerOf(broker, HISTORICALS + "/historical:8083");
        assertEquals(historical.sessionId(), owner);
        assertEquals(false, owner == lost, "a session id is never used again");
    }

    private DruidService announce(String host) throws Exception {
        DruidService service = service(host);
        announceBy(service);
        return service;
    }

    private void announceBy(DruidService service) throws Exception {
        Announcer announcer = closeLater(new Announcer(service));
        announcer.announce(HISTORICALS + "/" + service.host(), description(service.host()));
    }

    private static byte[] description(String host) {
        return ("{\"druidNode\":{\"host\":\""
                        + host
                        + "\",\"plaintextPort\":8083},\"nodeType\":\"historical\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> describe(Map<String, DruidService> announcing) {
        Map<String, String> described = new TreeMap<>();
        announcing
                .keySet()
                .forEach(
                        host ->
                                described.put(
                                        host,
                                        new String(description(host), StandardCharsets.UTF_8)));
        return described;
    }

    /**
     * Who a service believes is there: a cache of the role's folder, and a read of its own for each
     * newcomer.
     */
    private static final class View implements AutoCloseable {
        private final DruidService owner;
        private final PathChildrenCache cache;
        private final Map<String, String> hosts = new ConcurrentHashMap<>();
        private final ConcurrentLinkedQueue<PathChildrenCacheEvent> events =
                new ConcurrentLinkedQueue<>();

        View(DruidService owner, String folder) throws Exception {
            this.owner = owner;
            cache = new PathChildrenCache(owner.curator(), folder, true, true, Thread::new);
            cache.getListenable().addListener((client, event) -> onEvent(event));
            cache.start(PathChildrenCache.StartMode.POST_INITIALIZED_EVENT);
        }

        Map<String, String> hosts() {
            return new TreeMap<>(hosts);
        }

        List<String> events(PathChildrenCacheEvent.Type type) {
            return events.stream()
                    .filter(event -> event.getType() == type)
                    .map(event -> event.getData().getPath())
                    .toList();
        }

        void forgetEvents() {
            events.clear();
        }

        @Override
        public void close() throws IOException {
            cache.close();
        }

        private void onEvent(PathChildrenCacheEvent event) throws Exception {
            events.add(event);
            ChildData child = event.getData();
            switch (event.getType()) {
                case CHILD_ADDED -> {
                    byte[] payload =
                            owner.curator().getData().decompressed().forPath(child.getPath());
                    hosts.put(
                            ZKPaths.getNodeFromPath(child.getPath()),
                            new String(payload, StandardCharsets.UTF_8));
                }
                case CHILD_REMOVED -> hosts.remove(ZKPaths.getNodeFromPath(child.getPath()));
                case CHILD_UPDATED,
                        CONNECTION_SUSPENDED,
                        CONNECTION_RECONNECTED,
                        CONNECTION_LOST,
                        INITIALIZED -> {
                    // A description does not change while its service lives.
                }
            }
        }
    }
}
