package dev.hec.receiver.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hec.receiver.event.BatchKey;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenHashTest {

    /** By sha256sum. */
    private static final String OF_ABC = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void hash_ofAToken_isItsSha256() {
        assertThat(TokenHash.of("abc").text()).isEqualTo(OF_ABC);
        assertThat(TokenHash.parse(" SHA256:BA" + OF_ABC.substring(9) + "\n")).isEqualTo(TokenHash.of("abc"));
    }

    @Test
    void hash_ofAUuid_isThatOfItsLowerCase() {
        assertThat(TokenHash.of("AAAAAAAA-BBBB-cccc-dddd-EEEEEEEEEEEE"))
                .isEqualTo(TokenHash.of("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"));
    }

    @Test
    void hash_ofALine_isThatOfTheTokenOnIt() throws Exception {
        assertThat(TokenHash.ofLine(new ByteArrayInputStream("abc\r\nmore".getBytes(UTF_8)))
                        .text())
                .isEqualTo(OF_ABC);
        assertThatThrownBy(() -> TokenHash.ofLine(InputStream.nullInputStream()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the line on standard input is blank; write the token into it");
        assertThatThrownBy(() -> TokenHash.ofLine(new ByteArrayInputStream("geheim geheim".getBytes(UTF_8))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("geheim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sha256:", "sha256:abc", "md5:900150983cd24fb0d6963f7d28e17f72", "geheim", "sha256:geheim"})
    void parse_somethingElse_isRefusedAndNotShown(String text) {
        assertThatThrownBy(() -> TokenHash.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--hash-token")
                .hasMessageNotContaining("geheim")
                .hasNoCause();
    }

    @Test
    void batchKey_ofAStoredBatch_isStillTheSame() {
        // SHA-256 over the hash of the token, the length of the id, the id and the body, as sha256sum has it.
        BatchKey stored = new BatchKey(0x872afad6012cb83dL, 0x21205415c9b39631L);

        assertThat(TokenHash.of("11111111-2222-3333-4444-555555555555")
                        .batchKey("00112233445566ff-17", "{\"event\":1}".getBytes(UTF_8)))
                .isEqualTo(stored);
    }
}
