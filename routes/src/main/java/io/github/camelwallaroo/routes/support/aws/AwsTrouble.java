package io.github.camelwallaroo.routes.support.aws;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;

import javax.net.ssl.SSLException;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * What a failure of AWS' client means to whoever set a connector up: one sentence that names the parameter to look at, without
 * secrets.
 */
public final class AwsTrouble {

    private static final Set<String> UNKNOWN_KEY = Set.of("UnrecognizedClientException", "InvalidClientTokenId",
            "InvalidAccessKeyId", "MissingAuthenticationToken", "MissingAuthenticationTokenException");
    private static final Set<String> WRONG_SECRET = Set.of("SignatureDoesNotMatch", "InvalidSignatureException",
            "IncompleteSignature", "IncompleteSignatureException");
    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired",
            "InvalidToken");
    private static final Set<String> DENIED = Set.of("AccessDenied", "AccessDeniedException",
            "KMSAccessDeniedException", "UnauthorizedAccess", "AllAccessDisabled", "AccountProblem", "OptInRequired");
    private static final Set<String> MISSING = Set.of("ResourceNotFoundException", "NoSuchBucket");
    private static final Set<String> ELSEWHERE = Set.of("PermanentRedirect", "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException");
    private static final Set<String> THROTTLED = Set.of("ProvisionedThroughputExceededException",
            "LimitExceededException", "KMSThrottlingException", "SlowDown", "RequestLimitExceeded");

    private AwsTrouble() {}

    /**
     * The sentence.
     *
     * @param parameter the one that names what is used of AWS, for example {@code stream} or {@code bucket}
     * @param value     what it says
     */
    public static String text(Throwable failure, AwsAccount account, String parameter, String value) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            String text = at instanceof AwsServiceException answer
                    ? answered(answer, account, parameter, value)
                    : unanswered(at, account);
            if (text != null) {
                return text;
            }
        }
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    /** Whether AWS asks to be asked less often. */
    public static boolean isThrottled(Throwable failure) {
        return failure instanceof AwsServiceException answer
                && (THROTTLED.contains(code(answer)) || answer.isThrottlingException());
    }

    /** What AWS calls the error; empty if it has no name. */
    public static String code(AwsServiceException answer) {
        return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
                ? ""
                : answer.awsErrorDetails().errorCode();
    }

    private static String answered(AwsServiceException answer, AwsAccount account, String parameter, String value) {
        String code = code(answer);
        String said = answer.awsErrorDetails() == null || answer.awsErrorDetails().errorMessage() == null
                ? code
                : answer.awsErrorDetails().errorMessage();
        if (isThrottled(answer)) {
            return parameter + " '" + value + "' is used more than AWS allows (" + said + "); it is asked less often";
        } else if (UNKNOWN_KEY.contains(code)) {
            return "the access key is not known there (" + said
                    + "); see access_key, or AWS_PROFILE and AWS_ACCESS_KEY_ID";
        } else if (WRONG_SECRET.contains(code)) {
            return "the secret key does not fit the access key, or this machine's clock is wrong; see secret_key, or"
                    + " AWS_SECRET_ACCESS_KEY";
        } else if (EXPIRED.contains(code)) {
            return "the credentials have expired; see session_token, or sign in again";
        } else if (DENIED.contains(code)) {
            return "no permission on " + parameter + " '" + value + "' (" + said
                    + "); have it permitted, or see access_key and profile";
        } else if (MISSING.contains(code)) {
            return "there is no " + parameter + " '" + value + "' at " + account.place() + "; create it, or see "
                    + parameter + " and region";
        } else if (ELSEWHERE.contains(code)) {
            return parameter + " '" + value + "' is in another region (" + said + "); see region";
        }
        return account.place() + " answers " + answer.statusCode() + " " + code + ": " + said;
    }

    private static String unanswered(Throwable failure, AwsAccount account) {
        String said = String.valueOf(failure.getMessage());
        String where = account.hasEndpoint() ? "endpoint" : "region";
        if (failure instanceof UnknownHostException) {
            return "no host " + said.split(":")[0] + " is known to this system; see " + where;
        } else if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return "nobody listens at " + account.place() + " (" + said + "); see " + where + ", or start it";
        } else if (failure instanceof SocketTimeoutException || failure instanceof ApiCallAttemptTimeoutException
                || failure instanceof ApiCallTimeoutException) {
            return "no answer from " + account.place() + " in time; see " + where
                    + ", and that the network lets it through";
        } else if (failure instanceof SSLException) {
            return "TLS failed (" + said + "); see whether " + where + " is meant to be https";
        } else if (said.startsWith("Unable to load credentials")) {
            return "no credentials; give access_key and secret_key, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
                    + " AWS_PROFILE";
        } else if (said.startsWith("Profile file contained no credentials")
                || said.contains("No configuration for profile")) {
            return "the profile has no credentials (" + said + "); see profile, or AWS_PROFILE";
        } else if (said.startsWith("Unable to load region")) {
            return "nothing says which region; give region, AWS_REGION or AWS_DEFAULT_REGION";
        }
        return null;
    }
}
