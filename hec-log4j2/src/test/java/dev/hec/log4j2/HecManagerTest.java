package dev.hec.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hec.settings.ConfigException;
import dev.hec.settings.HecConfig;
import dev.hec.settings.HecSettings;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HecManagerTest {

    private static final String TOKEN = "a-secret-token";

    private final int namesBefore = HecManager.NAMES.size();

    private static HecSettings settings(String... namesAndTexts) throws ConfigException {
        HecConfig config = new HecConfig();
        config.set("url", "http://127.0.0.1:1");
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            config.set(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return config.parse();
    }

    private static boolean stop(HecManager manager) {
        return manager.stop(1, TimeUnit.SECONDS);
    }

    @Test
    void get_equalSettings_sharesOneManagerUntilTheLastStop() throws Exception {
        HecManager first = HecManager.get("A", settings("token", TOKEN), null);
        HecManager second = HecManager.get("A", settings("token", TOKEN), null);

        assertThat(second).isSameAs(first);
        stop(first);
        HecManager third = HecManager.get("A", settings("token", TOKEN), null);
        assertThat(third).isSameAs(first);
        stop(second);
        stop(third);
        HecManager afterwards = HecManager.get("A", settings("token", TOKEN), null);
        assertThat(afterwards).isNotSameAs(first);
        stop(afterwards);
    }

    @Test
    void get_otherNameOrSettings_isAnotherManager() throws Exception {
        HecManager manager = HecManager.get("A", settings("token", TOKEN), null);
        HecManager otherName = HecManager.get("B", settings("token", TOKEN), null);
        HecManager otherSettings = HecManager.get("A", settings("token", TOKEN, "linger", "2s"), null);

        assertThat(otherName).isNotSameAs(manager);
        assertThat(otherSettings).isNotSameAs(manager).isNotSameAs(otherName);
        stop(manager);
        stop(otherName);
        stop(otherSettings);
    }

    @Test
    void name_ofAManager_showsNoSecret() throws Exception {
        HecManager manager = HecManager.get("A", settings("token", TOKEN), null);

        assertThat(manager.getName()).startsWith("hec:A:").doesNotContain(TOKEN);
        stop(manager);
    }

    @Test
    void stop_theLastOne_letsTheSettingsGo() throws Exception {
        HecManager manager = HecManager.get("A", settings("token", TOKEN), null);
        assertThat(HecManager.NAMES.size()).isEqualTo(namesBefore + 1);

        stop(manager);

        assertThat(HecManager.NAMES.size()).isEqualTo(namesBefore);
    }

    @Test
    void get_thatFails_letsTheSettingsGo() throws Exception {
        HecSettings settings = settings("tokenFile", "/there/is/no/such/file");

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> HecManager.get("A", settings, null));

        assertThat(HecManager.NAMES.size()).isEqualTo(namesBefore);
    }

    @Test
    void getAndStop_byTwoThreads_neverHandsOutAManagerThatIsStopped() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Callable<Boolean> users = () -> {
            boolean always = true;
            for (int i = 0; i < 300; i++) {
                HecManager manager = HecManager.get("A", settings("token", TOKEN, "drainTimeout", "0ms"), null);
                always &= !manager.isReleased();
                stop(manager);
            }
            return always;
        };
        Future<Boolean> one = threads.submit(users);
        Future<Boolean> other = threads.submit(users);

        assertThat(one.get()).isTrue();
        assertThat(other.get()).isTrue();
        threads.shutdown();
        assertThat(HecManager.NAMES.size()).isEqualTo(namesBefore);
    }
}
