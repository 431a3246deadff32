package io.ringkeeper.tests.druid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** With {@code druid.zk.service.acl=true} only Druid's own user may touch its znodes. */
class AccessControlTest extends RecipeTest {
    private static final String USER = "druid:diurd";
    private static final String PATH = "/druid/announcements/historical:8083";

    /** The digest that ZooKeeper makes of {@link #USER}. */
    private static final Id OWNER = new Id("digest", "druid:zjkdpOJjH0thczxcXG6Hj+mscRM=");

    @Test
    void aServiceIsAuthenticatedAgainAfterARestart() throws Exception {
        DruidService historical = securedService("historical:8083", USER);
        DruidService stranger = service("stranger:0");
        byte[] first = "first".getBytes(StandardCharsets.UTF_8);
        byte[] second = "second".getBytes(StandardCharsets.UTF_8);
        Announcer announcer = closeLater(new Announcer(historical));
        announcer.announce(PATH, first);
        eventually("it is announced")
                .untilAsserted(
                        () ->
                                assertArrayEquals(
                                        first,
                                        historical
                                                .curator()
                                                .getData()
                                                .decompressed()
                                                .forPath(PATH)));
        long session = historical.sessionId();

        killAndRestart(Duration.ofSeconds(3));
        announcer.update(PATH, second);

        eventually("it may still write")
                .untilAsserted(
                        () ->
                                assertArrayEquals(
                                        second,
                                        historical
                                                .curator()
                                                .getData()
                                                .decompressed()
                                                .forPath(PATH)));
        assertEquals(session, historical.sessionId());
        assertEquals(
                List.of(new ACL(Perms.ALL, OWNER)), historical.curator().getACL().forPath(PATH));
        assertThrows(
                KeeperException.NoAuthException.class,
                () -> stranger.curator().getData().forPath(PATH));
        assertThrows(
                KeeperException.NoAuthException.class,
                () -> stranger.curator().setData().forPath(PATH, first));
        assertThrows(
                KeeperException.NoAuthException.class,
                () -> stranger.curator().create().forPath("/druid/announcements/intruder"));
    }

    @Test
    void anotherServiceOfTheSameUserSeesEverything() throws Exception {
        DruidService historical = securedService("historical:8083", USER);
        Announcer announcer = closeLater(new Announcer(historical));
        announcer.announce(PATH, new byte[0]);
        DruidService broker = securedService("broker:8082", USER);

        eventually("the broker sees it")
                .until(
                        () ->
                                broker.curator()
                                        .getChildren()
                                        .forPath("/druid/announcements")
                                        .equals(List.of("historical:8083")));
        historical.close();

        eventually("the broker sees it leave")
                .until(
                        () ->
                                broker.curator()
                                        .getChildren()
                                        .forPath("/druid/announcements")
                                        .isEmpty());
    }
}
