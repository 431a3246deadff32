package io.ringkeeper.tests.druid;

import org.apache.curator.framework.recipes.cache.PathChildrenCache;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A role's folder that was made by a watcher is a container: it is removed once its last service
 * has left, and whoever watched it must still see the next service come.
 */
class ContainerTest extends RecipeTest {
    private static final String PEONS = "/druid/internal-discovery/PEON";

    /** The server looks for empty containers every half second, not every minute. */
    @Override
    Map<String, String> systemProperties() {
        return Map.of("znode.container.checkIntervalMs", "500");
    }

    @Test
    void theWatcherOfAnEmptyFolderSeesTheNextServiceCome() throws Exception {
        DruidService overlord = service("overlord:8090");
        PathChildrenCache peons =
                closeLater(
                        new PathChildrenCache(overlord.curator(), PEONS, true, true, Thread::new));
        peons.start();
        DruidService first = announce("peon-0:8100");
        eventually("the first is seen").until(() -> hosts(peons).equals(List.of("peon-0:8100")));
        long made = overlord.curator().checkExists().forPath(PEONS).getCzxid();

        first.close();

        eventually("the first is gone").until(() -> hosts(peons).isEmpty());
        // The cache makes its folder again as soon as it sees it go. The new one has never had a
        // child, so it stays.
        eventually("its folder went, too, and is a new one")
                .until(() -> overlord.curator().checkExists().forPath(PEONS).getCzxid() > made);

        killAndRestart(Duration.ofSeconds(2));
        announce("peon-1:8100");

        eventually("the second is seen").until(() -> hosts(peons).equals(List.of("peon-1:8100")));
    }

    private DruidService announce(String host) throws Exception {
        DruidService peon = service(host);
        closeLater(new Announcer(peon))
                .announce(PEONS + "/" + host, host.getBytes(StandardCharsets.UTF_8));
        return peon;
    }

    private static List<String> hosts(PathChildrenCache cache) {
        return cache.getCurrentData().stream()
                .map(child -> new String(child.getData(), StandardCharsets.UTF_8))
                .toList();
    }
}
