"""The room's models, each written in the folder of its own door."""

from baerekraft.interop.lti.models import LtiInvitation as LtiInvitation
from baerekraft.interop.lti.models import LtiKey as LtiKey
from baerekraft.interop.lti.models import LtiLaunch as LtiLaunch
from baerekraft.interop.lti.models import LtiLearner as LtiLearner
from baerekraft.interop.lti.models import LtiLine as LtiLine
from baerekraft.interop.lti.models import LtiLogin as LtiLogin
from baerekraft.interop.lti.models import Platform as Platform
from baerekraft.interop.tokens.models import Token as Token
from baerekraft.interop.webhooks.models import Delivery as Delivery
from baerekraft.interop.webhooks.models import Webhook as Webhook
from baerekraft.interop.xapi.models import Lrs as Lrs
from baerekraft.interop.xapi.models import Reach as Reach
from baerekraft.interop.xapi.models import Voiding as Voiding
